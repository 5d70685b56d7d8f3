"""Tables of the parties. Personal values stand encrypted under a key of their own: erasure destroys the key."""

from __future__ import annotations

from typing import Any, ClassVar

from cryptography.fernet import Fernet
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from countermark_portal.ledger import ids
from countermark_portal.parties.rules import OrganisationKind, Role


class Organisation(models.Model):
    """An organisation that works with the operator, or the operator itself."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in OrganisationKind])
    name = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "name"], name="one_name_per_kind")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes people; there is no superuser: what is permitted follows from roles alone."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> Person:
        """A person with an address and, if one is given, a password."""
        person = self.model(email=self.normalize_email(email).lower(), **values)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """What a person does for an organisation."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role, role) for role in Role])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="a_role_is_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role}"


class Mandate(models.Model):
    """A power of attorney: an agent acts for a holder, for what, until when, and who checked the document."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates_held")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates_given")
    scope = models.JSONField(default=list, help_text="kinds of rights; empty: all")
    valid_from = models.DateField()
    valid_until = models.DateField()
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.agent_id} for {self.holder_id}"


class ContactKey(models.Model):
    """The key under which a person's values stand. Destroyed when they are erased; nothing else opens them."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    key = models.BinaryField(default=Fernet.generate_key)

    def __str__(self) -> str:
        return str(self.id)


class Contact(models.Model):
    """Name and address of somebody without an account: a notifier, a seller. Sealed under their own key."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    key = models.OneToOneField(ContactKey, on_delete=models.SET_NULL, null=True, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.id)


from countermark_portal.parties.key_models import ApiKey, KeyAllowance  # noqa: E402, F401  # the other tables of this app
