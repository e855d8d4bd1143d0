"""`python -m learnpath`: the same as the `learnpath` command."""

import sys

from learnpath.cli import main

sys.exit(main())
