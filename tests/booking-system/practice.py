"""The practice: who works there and when, and what its patients do, through the system's own pages."""

from datetime import datetime, time, timedelta

from appointment.models import Appointment, Config, Service, StaffMember, WorkingHours
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

FIRST, LAST = time(16), time(18)
LENGTH = timedelta(minutes=30)


def found():
    """Opens the practice, with appointments every day. All of today's are taken."""
    users = get_user_model().objects
    Config.objects.create(
        slot_duration=LENGTH.seconds // 60, lead_time=FIRST, finish_time=LAST, website_name="Dr Lindner, Dermatology"
    )
    service = Service.objects.create(name="Skin cancer screening", duration=LENGTH, price=0)
    doctor = StaffMember.objects.create(
        user=users.create_superuser("lindner", "lindner@practice.example", first_name="Anna", last_name="Lindner"),
        work_on_saturday=True,
        work_on_sunday=True,
    )
    doctor.services_offered.add(service)
    for day in range(7):
        WorkingHours.objects.create(staff_member=doctor, day_of_week=day, start_time=FIRST, end_time=LAST)
    users.create_user("patient", "patient@practice.example", first_name="Erika", last_name="Muster")
    start = datetime.combine(timezone.localdate(), FIRST)
    while start.time() < LAST:
        book(f"{start:%H:%M}")
        start += LENGTH


def visitor(name):
    """A browser in which somebody is signed in."""
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
    client.force_login(get_user_model().objects.get(username=name))
    return client


def book(start):
    """A patient books one of today's appointments: first its time, then who they are."""
    client = visitor("patient")
    today = timezone.localdate()
    end = datetime.combine(today, time.fromisoformat(start)) + LENGTH
    wanted = {"date": today, "start_time": start, "end_time": f"{end:%H:%M}"}
    whom = {"service": Service.objects.get().id, "staff_member": StaffMember.objects.get().id}
    chosen = client.post("/en/request-submit/", wanted | whom)
    who = {"name": "Erika Muster", "email": "patient@practice.example", "phone_0": "DE", "phone_1": "0301234567"}
    client.post(chosen.url, who | {"address": "Ulm", "payment_type": "full"})
    assert taken(start).exists(), f"{start} could not be booked"


def cancel(start):
    """The practice cancels one of today's appointments."""
    visitor("lindner").post(f"/en/app-admin/delete-appointment/{taken(start).get().id}/")
    assert not taken(start).exists(), f"{start} could not be cancelled"


def taken(start):
    """Today's appointment at that time."""
    request = {"date": timezone.localdate(), "start_time": time.fromisoformat(start)}
    return Appointment.objects.filter(**{f"appointment_request__{key}": value for key, value in request.items()})
