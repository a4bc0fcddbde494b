"""The pages, one module each, in the order in which their addresses are tried."""

from deedbook.desk.pages import Page
from deedbook.desk.views import accounts, acts, article, chart, commitment, front, relation, review, search

PAGES: tuple[Page, ...] = (
    front.PAGE,
    search.PAGE,
    review.PAGE,
    accounts.PAGE,
    article.PAGE,
    *chart.PAGES,
    acts.PAGE,
    commitment.PAGE,
    relation.PAGE,
)
