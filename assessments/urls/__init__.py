from assessments.urls import (
    composing,
    coordinating,
    desk,
    disputing,
    external,
    filling,
    library,
    preparing,
    reminding,
    reusing,
    reviewing,
    sending,
    stages,
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
    *reminding.urlpatterns,
    *reusing.urlpatterns,
    *reviewing.urlpatterns,
    *desk.urlpatterns,
    *preparing.urlpatterns,
    *coordinating.urlpatterns,
    *stages.urlpatterns,
    *watching.urlpatterns,
    *external.urlpatterns,
    *disputing.urlpatterns,
]
