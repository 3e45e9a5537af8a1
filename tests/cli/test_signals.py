"""Signals: an interrupt is one line, and a job that is ended leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
COMMAND = [sys.executable, "-m", "bilinear_theory.cli"]
LISTEN = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"


def test_an_interrupt_is_one_line_and_status_130(bilinear, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("bilinear_theory.automata.catalog.target", interrupted)
    assert bilinear("classify", "parity") == (130, "", "bilinear: interrupted\n")


def test_an_interrupt_while_modules_are_loaded_is_one_line():
    program = (
        f"{LISTEN}import os, sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "sys.argv = ['bilinear', '--help']\n"
        "from bilinear_theory.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "bilinear: interrupted\n")


def test_a_job_that_is_terminated_takes_its_folder_away(tmp_path):
    with subprocess.Popen(
        [*COMMAND, "hierarchy", "--no-train", "--workers", "2", "-o", tmp_path / "out"],
        stdout=subprocess.DEVNULL,
    ) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.rglob("certificates/*")) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)  # impatience changes nothing
        assert process.wait(timeout=60) == 143
    time.sleep(1)  # nobody is left who would write there again
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_enough_ends_the_command_in_silence():
    program = (
        "import errno, sys\n"
        "import bilinear_theory.cli.machines as machines\n"
        "def closed(_): raise BrokenPipeError(errno.EPIPE, 'Broken pipe')\n"
        "machines.print_json = closed\n"
        "sys.argv = ['bilinear', 'convert', 'parity']\n"
        "from bilinear_theory.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (141, "", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_full_disk_is_one_line_and_a_closed_output_none():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, "convert", "parity"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "bilinear: No space left on device\n")
    closed = ["sh", "-c", '"$@" >&-', "sh", *COMMAND, "convert", "parity"]
    done = subprocess.run(closed, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
