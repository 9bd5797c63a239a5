from __future__ import annotations

import gc
import multiprocessing
import operator
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

import autoblog
from autoblog.problems import AutoblogError
from autoblog.workers import SPAWN_COST, Team, TimeLimitError, parallel_map, time_limit

SOURCE = str(Path(autoblog.__file__).parents[1])
# Functions of the standard library stand in for work: they reach a process however it was started.
SIX = partial(int, "6")


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 1000])
def test_results_come_in_the_order_of_the_items(workers: int, count: int) -> None:
    items = range(count)

    results = list(parallel_map(operator.mul, items, setup=SIX, workers=workers))

    assert results == [6 * item for item in items]


def test_one_worker_is_this_process() -> None:
    results = list(parallel_map(operator.add, [0, 0], setup=os.getpid, workers=1))

    assert results == [os.getpid()] * 2


def test_more_workers_are_other_processes_that_set_up_once() -> None:
    results = list(parallel_map(operator.add, [0] * 500, setup=os.getpid, workers=2))

    assert len(results) == 500
    assert os.getpid() not in results
    assert 1 <= len(set(results)) <= 2


@pytest.mark.skipif(sys.platform != "linux", reason="workers are spawned there at all times")
@pytest.mark.parametrize("count", [2, 30, 31, 100])
def test_after_so_many_items_new_workers_go_on(count: int) -> None:
    results = list(parallel_map(operator.add, range(count), setup=SIX, workers=2, items_a_fork=30))
    # In a process of its own: where other threads run, nobody forks.
    code = (
        "import operator, os; from autoblog.workers import parallel_map as each; "
        f"print(*each(operator.add, [0] * {count}, setup=os.getpid, workers=2, items_a_fork=30))"
    )
    environment = {**os.environ, "PYTHONPATH": SOURCE}
    homes = subprocess.check_output([sys.executable, "-c", code], env=environment).split()

    assert results == [6 + item for item in range(count)]
    assert len(homes) == count
    assert all(not set(homes[n : n + 30]) & set(homes[n + 30 :]) for n in range(0, count, 30))


@pytest.mark.skipif(sys.platform != "linux", reason="workers are spawned there at all times")
def test_beside_other_threads_workers_must_be_worth_more() -> None:
    team = Team(workers=2, pool_from_items=10, progress=lambda *_: None)
    found: dict[int, set[int]] = {}

    def work(count: int) -> None:
        found[count] = set(team.map("", operator.add, [0] * count, setup=os.getpid))

    threads = [threading.Thread(target=work, args=(count,)) for count in (11, 10 * SPAWN_COST)]
    for thread in threads:
        thread.start()
        thread.join()

    assert found[11] == {os.getpid()}
    assert os.getpid() not in found[10 * SPAWN_COST]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_arrives_and_what_came_before_it_too(workers: int) -> None:
    results = parallel_map(operator.truediv, [1, 2, 3, 0, 4], setup=SIX, workers=workers)

    got = [next(results) for _ in range(3)]

    assert got == [6, 3, 2]
    with pytest.raises(ZeroDivisionError):
        next(results)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed in another way there")
def test_a_worker_that_dies_is_a_plain_error() -> None:
    items = [0, 0, signal.SIGKILL, 0]

    with pytest.raises(AutoblogError, match="a worker process died"):
        list(parallel_map(os.kill, items, setup=os.getpid, workers=2))


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed in another way there")
def test_workers_die_with_their_parent_and_let_go_of_what_they_inherited() -> None:
    program = (
        "import operator, os, signal\n"
        "from autoblog.workers import parallel_map\n"
        "if __name__ == '__main__':\n"
        "    results = parallel_map(operator.add, [0] * 500, setup=os.getpid, workers=3)\n"
        "    next(results)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    # This waits until nobody holds the pipe for standard output any more.
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": SOURCE},
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (-signal.SIGKILL, b"")


@pytest.mark.parametrize("taken", [1, 100], ids=["stopped early", "all"])
def test_the_collector_works_again_afterwards(taken: int) -> None:
    results = parallel_map(operator.mul, range(100), setup=SIX, workers=2)

    got = [next(results) for _ in range(taken)]
    del results

    assert len(got) == taken
    assert gc.get_freeze_count() == 0


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no interval timers")
def test_what_takes_too_long_is_stopped_and_the_alarm_is_put_back() -> None:
    before = signal.getsignal(signal.SIGPROF)

    with pytest.raises(TimeLimitError), time_limit(0.01):
        while True:
            pass

    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no interval timers")
@pytest.mark.parametrize("taken", [1, 2, 3])
def test_one_worker_stops_what_takes_too_long_and_puts_the_alarm_back(taken: int) -> None:
    before = signal.getsignal(signal.SIGPROF)

    results = parallel_map(_is_stopped, [0.01, 60, 0.01], setup=SIX, workers=1)
    got = [next(results) for _ in range(taken)]
    results.close()

    assert got == [True, False, True][:taken]
    assert signal.getsignal(signal.SIGPROF) is before
    with pytest.raises(TimeLimitError), time_limit(0.01):  # as it is without such work
        while True:
            pass


def _is_stopped(state: int, seconds: float) -> bool:
    try:
        with time_limit(seconds):
            _keep_busy(seconds, state)
    except TimeLimitError:
        return True
    return False


def _keep_busy(seconds: float, state: int) -> None:
    # By itself: Python 3.13.0 lets what is raised at a loop's jump back escape a `with` around it.
    while seconds < state:
        pass


def test_waiting_for_a_busy_machine_does_not_count() -> None:
    with time_limit(0.05):
        time.sleep(0.3)


def test_what_ends_in_time_goes_on() -> None:
    with time_limit(60):
        result = 6 * 7

    assert result == 42


def test_an_error_in_the_block_is_not_hidden_and_the_timer_is_off() -> None:
    with pytest.raises(KeyError), time_limit(60):
        raise KeyError

    if hasattr(signal, "setitimer"):
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_outside_the_main_thread_there_is_no_limit_and_no_error() -> None:
    done: list[str] = []

    def work() -> None:
        with time_limit(1e-6):
            done.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert done == ["done"]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="there is no such signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["keyboard", "system"])
@pytest.mark.parametrize("pause_s", [0.0, 0.05, 0.1, 0.2, 0.4])
def test_who_stops_beside_other_threads_leaves_no_traceback_of_workers(
    number: int, pause_s: float
) -> None:
    script = (
        "import operator, signal, sys, threading, time\n"
        "from autoblog.workers import parallel_map\n"
        "def stop(number, _): raise SystemExit(7)\n"
        "if __name__ == '__main__':\n"
        "    for one in (signal.SIGINT, signal.SIGTERM): signal.signal(one, stop)\n"
        "    threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "    print('begun', flush=True)\n"
        "    list(parallel_map(operator.mul, ['a' * 99] * 9**6, setup=int, workers=2))\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": SOURCE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout and running.stderr
        running.stdout.readline()
        time.sleep(pause_s)
        if number == signal.SIGINT:
            os.killpg(running.pid, number)  # as a terminal does
        else:
            running.send_signal(number)
        said = running.stderr.read()

    assert said == ""
    assert running.returncode == 7


def test_whoever_hears_an_error_finds_all_workers_at_rest() -> None:
    def progress(_name: str, done: int, _count: int) -> None:
        if done:
            raise InterruptedError

    team = Team(2, 1, progress)
    with pytest.raises(InterruptedError) as caught:
        list(team.map("Sleeping", operator.mul, range(1000), setup=SIX))

    # The traceback still holds what was under way.
    assert caught.tb is not None
    assert multiprocessing.active_children() == []


BEGIN = """
import multiprocessing, signal, sys, threading, time
from autoblog.workers import end_after_stop
signal.signal(signal.SIGTERM, lambda *_: None)
signal.signal(signal.SIGUSR1, lambda *_: None)
end_after_stop(0.1)
signal.raise_signal(signal.SIGUSR1)
"""


@pytest.mark.parametrize(
    "stuck",
    [
        pytest.param("threading.Thread(target=threading.Event().wait).start()", id="by a thread"),
        pytest.param("", id="since nothing was raised"),
    ],
)
def test_a_process_that_shall_end_after_a_stop_is_held_up_by_nothing(stuck: str) -> None:
    script = f"{BEGIN}{stuck}\nsignal.raise_signal(signal.SIGTERM)\nthreading.Event().wait()\n"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    ended = subprocess.run([sys.executable, "-c", script], env=environment, timeout=120)

    assert ended.returncode == 0


def test_other_signals_do_not_end_it() -> None:
    script = f"{BEGIN}time.sleep(0.5)\nsys.exit(7)\n"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    ended = subprocess.run([sys.executable, "-c", script], env=environment, timeout=120)

    assert ended.returncode == 7


def test_no_worker_outlives_a_process_that_had_to_be_ended() -> None:
    script = (
        f"{BEGIN}spawn = multiprocessing.get_context('spawn')\n"
        "worker = spawn.Process(target=time.sleep, args=(600,))\n"
        "worker.start()\nprint(worker.pid, flush=True)\n"
        "signal.raise_signal(signal.SIGTERM)\nthreading.Event().wait()\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    # Its output ends when the last process that holds it has ended.
    ended = subprocess.run(
        [sys.executable, "-c", script], env=environment, timeout=120, capture_output=True
    )

    assert ended.returncode == 0 and int(ended.stdout) > 0
