"""Addresses of the compare page."""

from __future__ import annotations

from django.urls import path

from gapsessions.disparity import views
from gapsessions.disparity.asides import matching
from gapsessions.disparity.quoting import views as quoting

Q = "s/<str:code>/compare/quotes/"

urlpatterns = [
    path("s/<str:code>/compare/", views.compare, name="compare"),
    path("s/<str:code>/compare/refresh/", views.refresh, name="compare-refresh"),
    path("s/<str:code>/compare/headline/", views.headline, name="compare-headline"),
    path("s/<str:code>/compare/predictions/", matching.predictions, name="predictions"),
    path("s/<str:code>/compare/predictions/<uuid:prediction>/", matching.match, name="prediction-match"),
    path(Q, quoting.log, name="quotes"),
    path(Q + "<uuid:answer>/mark/<str:verb>/", quoting.mark, name="quote-mark"),
    path(Q + "<uuid:answer>/redact/", quoting.redact, name="quote-redact"),
    path(Q + "<uuid:answer>/withdraw/", quoting.withdraw, name="quote-withdraw"),
]
