"""Mail leaves by the queue: a request takes as long with it as without."""

from django.core.mail import send_mail
from django_tasks import task


@task()
def mail(to, subject, text):
    """Send one letter. A failure is tried again by nobody: the sender can do it again."""
    send_mail(subject, text, None, [to])


def mail_later(*, to, subject, text):
    """Queue one letter in the caller's transaction."""
    mail.enqueue(to=to, subject=subject, text=text)


@task()
def reset_password(email):
    """Send links for a new password to whoever has the address."""
    from .password_reset import send

    send(email)
