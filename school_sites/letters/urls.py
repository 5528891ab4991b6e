"""Admin addresses of letters."""

from django.urls import path

from . import desk

app_name = "letters"

urlpatterns = [
    path("letters/", desk.ListView.as_view(), name="list"),
    path("letters/export/", desk.export_letters, name="export"),
    path("letters/<int:pk>/", desk.LetterView.as_view(), name="letter"),
    path("letters/<int:pk>/file/", desk.attachment, name="file"),
    path("letters/<int:pk>/<slug:name>/", desk.change, name="change"),
]
