"""How gunicorn serves the hub; every number comes from the settings."""

import os
import signal
from typing import Any

from nic_hub.serving import prepare
from nic_hub.settings import settings_or_exit

_settings = settings_or_exit()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
worker_class = "gthread"
threads = _settings.web_threads

# The model and FAISS start threads, which do not survive a fork: each worker loads its own.
preload_app = False

# One thread for each query: several would only wait for one another.
raw_env = ["OMP_NUM_THREADS=1", "TOKENIZERS_PARALLELISM=false"]

timeout = 60
graceful_timeout = 20
keepalive = 5
accesslog = None
# The longest question in a query, with every letter written as %XX, is longer than gunicorn's own limit.
limit_request_line = 8190
loglevel = _settings.log_level.lower()

# Nobody steers the hub while it runs, and the socket would lie in the home folder.
control_socket_disable = True

# gunicorn's heartbeat files must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108


def on_starting(server: Any) -> None:
    """See to what concerns all workers, before there are any."""
    prepare(_settings, server.cfg.address, os.environ)


def post_worker_init(worker: Any) -> None:
    """Load the model and the index when a worker starts, and finish what a crash left undone."""
    # Ctrl-C reaches the master, which stops its workers, and the workers too; a worker that is told twice at
    # the same moment can wait for itself, so it listens to the master alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker.wsgi.extensions["hub"].begin()
    bot = worker.wsgi.extensions.get("bot")
    if bot is not None:
        # Threads do not survive a fork: they start in the process that answers.
        bot.workers.start()
