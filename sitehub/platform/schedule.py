"""The scheduler's table of jobs, and the rule for when one is due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites import import_jobs
from school_sites.counts.totals import count_views, prune_days
from school_sites.figures import count_articles
from school_sites.letters.retention import erase_old_letters
from school_sites.websub import announce_due
from search import mending
from search.asked.totals import count_searches
from search.attachments import requeue_attachments
from search.upkeep import keep_up
from sitehub.audit import chain
from sitehub.audit.origin import coming_from, of_job
from sitehub.counting.recount import recount_due
from sitehub.downward.reminders import remind_due
from sitehub.feeds.polling import poll_due
from sitehub.oversight.archive import archive_old
from sitehub.people.unused import check_unused, forget_old_traces
from sitehub.reviews.reminders import remind
from sitehub.syndication.figures import count_accepted
from sitehub.syndication.telling import mail_digests

from . import tasks
from .models import ScheduledRun, SignOfLife
from .scheduled_publishing import publish_due

logger = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BEAT_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Job:
    """``run`` every ``every``; with ``at`` ("HH:MM", local) only from that time of day on.

    ``weekday`` (0 is Monday) names the day of a weekly job; ``label`` is for people.
    """

    name: str
    run: Callable
    every: timedelta = timedelta(0)
    at: str = ""
    weekday: int | None = None
    label: str = ""

    def latest_due(self, now):
        """The latest moment up to ``now`` at which this job was to begin."""
        local = timezone.localtime(now)
        hour, minute = map(int, self.at.split(":"))
        moment = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if self.weekday is not None:
            moment -= (moment.weekday() - self.weekday) % 7 * DAY
        if moment > local:
            moment -= self.every
        return moment

    def is_due(self, last, now):
        """Whether to run now; ``last`` is when it last began, None for never.

        A job with a time of day that never ran waits for that time.
        """
        if last is None:
            return not self.at
        if self.at:
            return last < self.latest_due(now)
        return now - last >= self.every


def jobs():
    """Every job, in the order they run. Times of day are settings."""
    nightly = settings.NIGHTLY_CHECK_AT
    backup = settings.BACKUP_AT
    weekly = settings.ADVISORY_CHECK_AT
    return [
        Job("publish_scheduled", publish_due, label=_("定时发布与到期下线")),
        Job("count_views", count_views, every=MINUTE, label=_("累计点击数")),
        Job("seal_audit", chain.seal, label=_("接入审计链")),
        Job(
            "verify_audit",
            lambda: call_command("verify_audit"),
            every=7 * DAY,
            at=nightly,
            weekday=6,
            label=_("核对审计记录"),
        ),
        Job("archive_audit", archive_old, every=DAY, at=nightly, label=_("归档审计记录")),
        Job("worker_beat", tasks.ask_for_beat, every=BEAT_EVERY, label=_("询问任务进程")),
        Job(
            "requeue_imports",
            import_jobs.requeue_imports,
            every=MINUTE,
            label=_("重新排队中断的导入"),
        ),
        Job(
            "requeue_attachments",
            requeue_attachments,
            every=MINUTE,
            label=_("重新排队中断的附件读取"),
        ),
        Job(
            "prune_imports",
            import_jobs.prune_imports,
            every=DAY,
            at=nightly,
            label=_("清理旧的导入文件"),
        ),
        Job(
            "check_listing",
            lambda: call_command("check_listing"),
            every=DAY,
            at=nightly,
            label=_("核对文章列表"),
        ),
        Job("tell_search", mending.look, every=MINUTE, label=_("更新搜索服务")),
        Job(
            "mend_search",
            mending.mend,
            every=DAY,
            at=nightly,
            label=_("核对搜索"),
        ),
        Job(
            "reconcile_submissions",
            lambda: call_command("reconcile_submissions", check=True),
            every=DAY,
            at=nightly,
            label=_("核对报送"),
        ),
        Job("backup", lambda: call_command("backup"), every=DAY, at=backup, label=_("备份")),
        Job(
            "erase_letters",
            erase_old_letters,
            every=DAY,
            at=nightly,
            label=_("删除到期的来信"),
        ),
        Job("check_unused", check_unused, every=DAY, at=nightly, label=_("停用长期未用的账号")),
        Job("forget_sign_ins", forget_old_traces, every=DAY, at=nightly, label=_("清理旧的登录")),
        Job("prune_view_days", prune_days, every=DAY, at=nightly, label=_("清理每日点击数")),
        Job("count_searches", count_searches, every=MINUTE, label=_("累计搜索次数")),
        Job("keep_up_search", keep_up, every=DAY, at=nightly, label=_("整理搜索词")),
        Job("poll_feeds", poll_due, every=MINUTE, label=_("抓取站外学校")),
        Job("announce_feeds", announce_due, every=MINUTE, label=_("通知订阅中心")),
        Job("remind_reviewers", remind, every=HOUR, label=_("提醒审核")),
        Job("remind_notices", remind_due, every=HOUR, label=_("提醒签收通知")),
        Job(
            "mail_digests", mail_digests, every=DAY, at=settings.DIGEST_AT, label=_("发送退回汇总")
        ),
        Job("count_figures", count_figures, every=HOUR, label=_("统计首页数字")),
        Job("recount_points", recount_due, every=MINUTE, label=_("重新计算积分")),
        Job("prune_tasks", prune_tasks, every=DAY, at=nightly, label=_("清理已完成的任务")),
        Job(
            "check_advisories",
            lambda: call_command("check_advisories"),
            every=7 * DAY,
            at=weekly,
            weekday=0,
            label=_("检查安全公告"),
        ),
    ]


def count_figures():
    """Count the numbers that home pages show, for all sites."""
    count_articles()
    count_accepted()


def prune_tasks():
    """Forget tasks that ended well two weeks ago. Failed ones stay until a person saw them."""
    call_command("prune_db_task_results", min_age_days=14, failed_min_age_days=90, verbosity=0)


def run_due(now=None):
    """Run each job that is due, and return their names."""
    now = now or timezone.now()
    SignOfLife.give(SignOfLife.SCHEDULER)
    last = dict(ScheduledRun.objects.values_list("name", "started_at"))
    ran = []
    for job in jobs():
        began = last.get(job.name)
        if job.is_due(began, now) and claim(job, began, now):
            run(job)
            ran.append(job.name)
        elif began is None:
            claim(job, None, now)  # its time is reckoned from now
    return ran


def claim(job, last, now):
    """Take this run for ourselves; False if another scheduler has it."""
    if last is not None:
        rows = ScheduledRun.objects.filter(name=job.name, started_at=last)
        return bool(rows.update(started_at=now, finished_at=None))
    try:
        with transaction.atomic():
            ScheduledRun.objects.create(name=job.name, started_at=now)
    except IntegrityError:
        return False
    return True


def run(job):
    """Run ``job`` and note how it ended. A failure is logged and kept, not raised."""
    error = ""
    try:
        with coming_from(of_job(job.name)):
            job.run()
    except Exception as failure:
        # A job of any kind may fail; the scheduler and the other jobs go on.
        logger.exception("scheduled job %s failed", job.name)
        error = f"{type(failure).__name__}: {failure}"
    ScheduledRun.objects.filter(name=job.name).update(finished_at=timezone.now(), error=error)
