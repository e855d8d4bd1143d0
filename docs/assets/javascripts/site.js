/* Small repairs of Material's parts; everything works without them. */
(function () {
  "use strict"

  // Material searches at each key released; text that is pasted, dictated or composed by an
  // input method arrives without one.
  var query = document.querySelector("[data-md-component=search-query]")
  if (query) {
    query.addEventListener("input", function () {
      query.dispatchEvent(new Event("keyup"))
    })
  }

  // A section's navigation is labelled by an element that has only an icon.
  document.querySelectorAll("nav[data-md-level]").forEach(function (nav) {
    var title = nav.querySelector(":scope > .md-nav__title")
    if (title && title.textContent.trim()) {
      nav.removeAttribute("aria-labelledby")
      nav.setAttribute("aria-label", title.textContent.trim())
    }
  })

  // The buttons of a code block come as navigation landmarks without a name.
  var article = document.querySelector("article")
  if (article) {
    var name = function () {
      article.querySelectorAll("nav.md-code__nav").forEach(function (nav, index) {
        var button = nav.querySelector("button")
        if (!nav.hasAttribute("aria-label")) {
          nav.setAttribute("aria-label", (button ? button.title : "") + " " + (index + 1))
        }
      })
    }
    new MutationObserver(name).observe(article, { childList: true, subtree: true })
    name()
  }
})()
