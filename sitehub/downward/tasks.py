"""Letters leave by the queue: five hundred of them are no request's business."""

from django_tasks import task


@task()
def send_reminders(number):
    """Write to the schools that have not signed for the notice of that number."""
    from .models import DistrictNotice
    from .reminders import send_letters

    notice = DistrictNotice.objects.not_over().filter(pk=number).first()
    if notice is not None:  # not withdrawn since
        send_letters(notice)
