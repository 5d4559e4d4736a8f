"""Programs that end themselves by SIGKILL at a chosen step: a call of the system, of SQLite or of PostgreSQL."""

# What is put before a program; `begin()` starts counting, and STEP in the environment says at which call it ends.
BREAKING_OFF = """
import os, signal, sys
COUNTED = {"sqlite3", "posix", "psycopg_binary._psycopg", "psycopg_c._psycopg", "shutil"}
MODULES = ("sqlite3.", "posix.", "psycopg")

def begin():
    left = int(os.environ["STEP"])

    def count(frame, event, called):
        nonlocal left
        if event != "c_call":
            return
        own = getattr(called, "__self__", None)
        module = getattr(called, "__module__", None) or type(own).__module__
        if module in COUNTED or module.startswith(MODULES) or type(own).__module__ in COUNTED:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
"""
PATIENCE = 300  # seconds after which a program is given up; only a failure takes as long
