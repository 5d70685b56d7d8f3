"""Form fields for evidence: a few rows of kind, files and words. What was taken once survives an error elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from countermark_portal.surfaces import uploads
from countermark_portal.surfaces.uploads import NotKept

_SALT: Final = "countermark.evidence"
_DAY: Final = 24 * 60 * 60


class Files(forms.ClearableFileInput):
    """Picks several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is looked at by content."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=Files(attrs={"accept": uploads.ACCEPTED}), required=False, **more)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """The files as they came: they are looked at, and kept, with what is said of them."""
        del initial
        return [file for file in data or [] if file]


class WithEvidence(forms.Form):
    """A form with rows for evidence. `kinds`: what can be chosen."""

    rows = 3
    accepted = uploads.IN_WORDS
    carried = forms.CharField(widget=forms.HiddenInput, required=False)

    def add_evidence(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Put the rows into the form."""
        for row in range(self.rows):
            self.fields[f"kind_{row}"] = forms.ChoiceField(
                label="What it is", choices=[("", "Choose …"), *kinds], required=False
            )
            self.fields[f"says_{row}"] = forms.CharField(
                label="What it shows",
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2000,
                required=False,
            )
            self.fields[f"files_{row}"] = FilesField(label="Files")

    @property
    def evidence_rows(self) -> Iterator[tuple[Any, Any, Any]]:
        """The bound fields of each row."""
        for row in range(self.rows):
            yield self[f"kind_{row}"], self[f"says_{row}"], self[f"files_{row}"]

    @property
    def kept(self) -> list[dict[str, Any]]:
        """What was taken already, from this or an earlier try."""
        found: list[dict[str, Any]] = getattr(self, "_kept", [])
        return found

    @property
    def carried_on(self) -> str:
        """What was taken, sealed, for the next try: nobody can slip another's file in."""
        return signing.dumps(self.kept, salt=_SALT, compress=True) if self.kept else ""

    def clean_evidence(self) -> list[dict[str, Any]]:
        """Keep what came; the evidence as cases keep it."""
        self._kept = self._carried()
        for row in range(self.rows):
            self._row(row)
        if sum(1 for one in self._kept if one["sha256"]) > uploads.MOST_FILES:
            self.add_error(
                "files_0",
                f"These are more than {uploads.MOST_FILES} files. Please choose the ones that matter most.",
            )
        return self._kept

    def _carried(self) -> list[dict[str, Any]]:
        try:
            carried = signing.loads(self.cleaned_data.get("carried") or "", salt=_SALT, max_age=_DAY)
        except signing.BadSignature:
            return []
        dropped = set(self.data.getlist("drop")) if hasattr(self.data, "getlist") else set()
        return [one for place, one in enumerate(carried) if str(place) not in dropped]

    def _row(self, row: int) -> None:
        kind, says = (
            self.cleaned_data.get(f"kind_{row}", ""),
            self.cleaned_data.get(f"says_{row}", "").strip(),
        )
        files = self.cleaned_data.get(f"files_{row}") or []
        if not (kind or says or files):
            return
        if not kind:
            self.add_error(f"kind_{row}", "Choose what this is.")
            return
        taken = [uploads.keep(file) for file in files[: uploads.MOST_FILES]]
        for one in taken:
            if isinstance(one, NotKept):
                self.add_error(f"files_{row}", f"{one.name} {one.why}.")
            else:
                self._kept.append(one.as_evidence(kind, says=says))
        if not files and not says:
            self.add_error(f"files_{row}", "Add a file, or say what it shows.")
        elif not files:
            self._kept.append(
                {"kind": kind, "sha256": "", "name": "", "content_type": "", "bytes": 0, "says": says}
            )
