"""Addresses of the reviews' screens, below /admin/reviews/."""

from django.urls import path

from . import review_views, side_views, views

app_name = "reviews"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("<int:pk>/", review_views.ReviewView.as_view(), name="review"),
    path("<int:pk>/preview/<slug:which>/", review_views.preview, name="preview"),
    path("sheet/<int:page_id>/", side_views.sheet, name="sheet"),
    path("urgent/<int:page_id>/", side_views.UrgentView.as_view(), name="urgent"),
    path("urgent/<int:pk>/confirm/", side_views.confirm, name="confirm"),
    path("absence/", side_views.AbsenceView.as_view(), name="absence"),
    path("absence/<int:pk>/end/", side_views.absence_end, name="absence_end"),
    path("settings/", side_views.SettingsView.as_view(), name="settings"),
]
