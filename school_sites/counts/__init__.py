"""View counts: who is counted (visitors), what waits in memory (buffer), what is added (totals).

A page is stored and served without us, so a view is told by the browser, and never
in the request of the page. See docs/decisions/0014.
"""
