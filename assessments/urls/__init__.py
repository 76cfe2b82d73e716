from assessments.urls import (
    composing,
    coordinating,
    desk,
    external,
    filling,
    library,
    preparing,
    reminding,
    reusing,
    reviewing,
    sending,
    viewing,
    watching,
)

app_name = "assessments"

urlpatterns = [
    *filling.urlpatterns,
    *composing.urlpatterns,
    *library.urlpatterns,
    *viewing.urlpatterns,
    *sending.urlpatterns,
    *reusing.urlpatterns,
    *reviewing.urlpatterns,
    *desk.urlpatterns,
    *preparing.urlpatterns,
    *reminding.urlpatterns,
    *coordinating.urlpatterns,
    *watching.urlpatterns,
    *external.urlpatterns,
]
