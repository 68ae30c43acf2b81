"""joblib's threads in the host: they run on semaphores of threads and leave nothing behind, not even a complaint."""

import subprocess
import sys

PROGRAM = """
from rai_desktop.host import semaphores
semaphores.install()
import gc, multiprocessing, joblib
lock = multiprocessing.get_context("spawn").RLock()
with lock, lock:
    pass
del lock
gc.collect()
print(joblib.Parallel(n_jobs=2, backend="threading")(joblib.delayed(abs)(-n) for n in range(4)))
"""


def test_threads_of_joblib_run_and_end_without_a_word() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[0, 1, 2, 3]"
    assert not done.stderr
