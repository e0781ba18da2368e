"""How gunicorn serves the hub; every number comes from the settings."""

import os

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
loglevel = _settings.log_level.lower()

# gunicorn's heartbeat files must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
