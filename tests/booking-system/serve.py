"""Serves the practice on a loopback port. It writes its address; from then on every line that it reads is what
somebody does there, `book 16:30` or `cancel 16:30`, and is answered when it is done. It ends with its input."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import django
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.servers.basehttp import get_internal_wsgi_application, run

# The system writes its log where it is to answer.
answers, sys.stdout = sys.stdout, sys.stderr

with TemporaryDirectory() as folder:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "settings", "BOOKING_DATABASE": str(Path(folder, "bookings"))}
    django.setup()
    # The package comes without migrations.
    call_command("migrate", run_syncdb=True, verbosity=0)

    import practice

    practice.found()
    served = StaticFilesHandler(get_internal_wsgi_application())
    tell = {"threading": True, "on_bind": lambda port: print(f"http://127.0.0.1:{port}", file=answers, flush=True)}
    Thread(target=run, args=("127.0.0.1", 0, served), kwargs=tell, daemon=True).start()
    for line in sys.stdin:
        deed, start = line.split()
        {"book": practice.book, "cancel": practice.cancel}[deed](start)
        print("done", file=answers, flush=True)
