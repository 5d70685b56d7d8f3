"""Forms of the registry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from countermark_portal.connectors.ip_offices.reading import MOST_BYTES
from countermark_portal.registry.consents import Consent
from countermark_portal.registry.queries import AddressSeen
from countermark_portal.surfaces import uploads
from countermark_portal.surfaces.uploads import Kept, NotKept


class Plain(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})

    def choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """What a field offers."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class Import(Plain):
    """Records of rights, as a file."""

    brand = forms.ChoiceField(label="For which brand?")
    file = forms.FileField(
        label="The office’s record",
        help_text="WIPO ST.66 or ST.96 as XML, or the office’s zip; or a CSV of many rights. 20 MB at most.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.zip,.csv"}),
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )

    def __init__(self, *args: Any, brands: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.choose("brand", brands)

    def clean_file(self) -> UploadedFile[bytes]:
        """Not larger than what is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError("This file is larger than 20 MB: send it in several.")
        return file


class NewBrand(Plain):
    """A brand of one's own."""

    name = forms.CharField(label="Name of the brand", max_length=200)


class AskCode(Plain):
    """To which address of the record a code goes."""

    address = forms.ChoiceField(
        label="Send a code to", widget=forms.RadioSelect, error_messages={"required": "Choose an address."}
    )

    def __init__(self, *args: Any, addresses: Sequence[AddressSeen], **more: Any) -> None:
        super().__init__(*args, **more)
        self.choose("address", [(str(one.id), f"{one.name}, {one.whose}: {one.masked}") for one in addresses])


class EnterCode(Plain):
    """The code from the letter."""

    code = forms.CharField(
        label="Code from the mail",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": "Write the code."},
    )


class AskDomain(Plain):
    """A domain of the owner."""

    domain = forms.CharField(label="Domain of the owner", help_text="As example.com.", max_length=253)


class Document(Plain):
    """A power of attorney."""

    file = forms.FileField(
        label="Power of attorney",
        help_text=f"{uploads.IN_WORDS}; 10 MB at most.",
        widget=forms.ClearableFileInput(attrs={"accept": uploads.ACCEPTED}),
        error_messages={"required": "Choose a file."},
    )
    valid_until = forms.DateField(label="Valid until", widget=forms.DateInput(attrs={"type": "date"}))

    def clean_file(self) -> Kept:
        """Checked by content, and kept."""
        kept = uploads.keep(self.cleaned_data["file"])
        if isinstance(kept, NotKept):
            raise ValidationError(f"{kept.name} {kept.why}")
        return kept

    @property
    def document(self) -> dict[str, Any]:
        """As the registry keeps it."""
        kept: Kept = self.cleaned_data["file"]
        return {"sha256": kept.sha256, "name": kept.name, "content_type": kept.content_type}


class ActFor(Document):
    """A power of attorney for a holder that is here already."""

    brand = forms.SlugField(
        label="Brand of the holder", help_text="Its short name here; the holder knows it."
    )
    valid_from = forms.DateField(label="Valid from", widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("brand", "valid_from", "valid_until", "file")


class Seller(Plain):
    """A seller that sells with the brand's consent."""

    marketplace = forms.ChoiceField(label="Marketplace")
    seller_id = forms.CharField(label="Seller’s id there", max_length=200)
    valid_from = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    valid_until = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, sites: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.choose("marketplace", sites)

    @property
    def consent(self) -> Consent:
        """As it is given."""
        given = self.cleaned_data
        return Consent(
            given["marketplace"], given["seller_id"].strip(), given["valid_from"], given["valid_until"]
        )


class EndSeller(Plain):
    """The last day of a consent."""

    last_day = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"last_day": today}, **more})


class ProductRow(Plain):
    """One product."""

    id = forms.CharField(label="Your number for it", max_length=100)
    title = forms.CharField(label="Title", max_length=300)
    gtin = forms.CharField(label="GTIN", max_length=14, required=False)
    low = forms.DecimalField(label="Price new, from", required=False, min_value=Decimal(0), max_digits=12)
    high = forms.DecimalField(label="to", required=False, min_value=Decimal(0), max_digits=12)
    currency = forms.CharField(label="Currency", max_length=3, required=False)

    def clean(self) -> dict[str, Any]:
        """A price is whole, or is not there."""
        values = super().clean() or self.cleaned_data
        price = [values.get("low"), values.get("high"), values.get("currency")]
        if any(one not in {None, ""} for one in price) and not all(one not in {None, ""} for one in price):
            self.add_error("low", "A price has an amount from, an amount to and a currency.")
        return values

    @property
    def said(self) -> dict[str, Any]:
        """As FORMATS has it."""
        given = self.cleaned_data
        product: dict[str, Any] = {"id": given["id"], "title": given["title"]}
        if given["gtin"]:
            product["gtin"] = given["gtin"]
        if given["currency"]:
            amounts = {"low": str(given["low"]), "high": str(given["high"])}
            product["price"] = {**amounts, "currency": given["currency"].upper()}
        return product


Products = forms.formset_factory(ProductRow, extra=2, max_num=200, validate_max=True, can_delete=True)


class Words(Plain):
    """The words by which buyers know a brand."""

    words = forms.CharField(
        label="Word marks",
        help_text="One a line. In another script: 诺维克 = Norrvik.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
    )
    nicknames = forms.CharField(
        label="Nicknames",
        help_text="What buyers and sellers call it for short; one a line.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,
        required=False,
    )

    def said(self, before: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """As FORMATS has it. What a line cannot say of a word, as its classes, stays as it was."""
        known = {one["text"]: one for one in before}
        words = []
        for line in _lines(self.cleaned_data["words"]):
            text, _, renders = (part.strip() for part in line.partition("="))
            kept = {key: value for key, value in known.get(text, {}).items() if key != "renders"}
            words.append({**kept, "text": text, **({"renders": renders} if renders else {})})
        return {"words": words, "nicknames": _lines(self.cleaned_data["nicknames"])}


class ReferencesFile(Plain):
    """A `references.yaml` of one brand."""

    file = forms.FileField(
        label="references.yaml",
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        error_messages={"required": "Choose a file."},
    )


class Check(Plain):
    """What the desk says of a document, a domain or a record."""

    agrees = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    why = forms.CharField(
        label="If not: why", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    record_compared = forms.BooleanField(required=False)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
