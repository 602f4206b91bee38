"""The paths. Each ends in a slash, as those of the API."""

from django.urls import path

from .views import CasesView, CaseView, StartView, TokenView

urlpatterns = [
    path("api/oauth/token/", TokenView.as_view()),
    path("api/cases/", CasesView.as_view()),
    path("api/cases/<int:number>/", CaseView.as_view()),
    path("api/cases/<int:number>/start/", StartView.as_view()),
]
