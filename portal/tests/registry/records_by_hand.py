"""Records as offices write them, of marks that there are not: ST.96 and ST.66, and a zip with the mark's picture."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

_ST96 = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmk:Transaction xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common"
    xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark"><tmk:TransactionData><tmk:TrademarkBag>{marks}
</tmk:TrademarkBag></tmk:TransactionData></tmk:Transaction>
"""
_MARK96 = """
<tmk:Trademark><com:RegistrationOfficeCode>{office}</com:RegistrationOfficeCode>
<com:ApplicationNumber><com:ApplicationNumberText>A{number}</com:ApplicationNumberText></com:ApplicationNumber>
<com:RegistrationNumber>{number}</com:RegistrationNumber>
<tmk:ApplicationDate>2018-11-02Z</tmk:ApplicationDate><com:RegistrationDate>2019-05-14</com:RegistrationDate>
<com:ExpiryDate>{expires}</com:ExpiryDate>
<tmk:MarkCurrentStatusDate>{status_date}</tmk:MarkCurrentStatusDate>
<tmk:WordMarkSpecification><tmk:MarkVerbalElementText>{text}</tmk:MarkVerbalElementText></tmk:WordMarkSpecification>
<tmk:GoodsServicesBag><tmk:GoodsServices><tmk:ClassDescriptionBag>
<tmk:ClassDescription><tmk:ClassNumber>18</tmk:ClassNumber>
<tmk:GoodsServicesDescriptionText>backpacks</tmk:GoodsServicesDescriptionText></tmk:ClassDescription>
<tmk:ClassDescription><tmk:ClassNumber>025</tmk:ClassNumber>
<tmk:GoodsServicesDescriptionText>{goods}</tmk:GoodsServicesDescriptionText></tmk:ClassDescription>
</tmk:ClassDescriptionBag></tmk:GoodsServices></tmk:GoodsServicesBag>
<tmk:HolderBag><tmk:Holder><com:Contact><com:Name><com:EntityName>{owner}</com:EntityName></com:Name>
<com:EmailAddressBag><com:EmailAddressText>{owner_email}</com:EmailAddressText></com:EmailAddressBag>
</com:Contact></tmk:Holder></tmk:HolderBag>
<tmk:NationalCorrespondent><com:Contact>
<com:Name><com:PersonName><com:PersonFullName>Edda Lund</com:PersonFullName></com:PersonName></com:Name>
<com:EmailAddressBag><com:EmailAddressText>{email}</com:EmailAddressText></com:EmailAddressBag>
</com:Contact></tmk:NationalCorrespondent>
<tmk:MarkCurrentStatusExternalDescriptionText>{status}</tmk:MarkCurrentStatusExternalDescriptionText>
</tmk:Trademark>"""
ST66 = """\
<?xml version="1.0" encoding="UTF-8"?>
<Transaction xmlns="http://www.wipo.int/standards/XMLSchema/trademarks" xmlns:ns2="urn:example:status">
<TransactionData><TradeMarkDetails><TradeMark><RegistrationOfficeCode>US</RegistrationOfficeCode>
<ApplicationNumber>99100200</ApplicationNumber><ApplicationDate>2015-05-09-04:00</ApplicationDate>
<RegistrationNumber>9100200</RegistrationNumber><RegistrationDate>20160322</RegistrationDate>
<MarkCurrentStatusCode>702</MarkCurrentStatusCode>
<WordMarkSpecification><MarkVerbalElementText>NORRVIK</MarkVerbalElementText></WordMarkSpecification>
<GoodsServicesDetails><GoodsServices><ClassDescriptionDetails><ClassDescription><ClassNumber>025</ClassNumber>
<GoodsServicesDescription>Parkas</GoodsServicesDescription></ClassDescription></ClassDescriptionDetails>
</GoodsServices></GoodsServicesDetails>
<RepresentativeDetails><Representative><Name><FreeFormatNameLine>Edda Lund</FreeFormatNameLine>
<FreeFormatNameLine>Lund and Partners</FreeFormatNameLine></Name>
<Email>docket@lund.example</Email></Representative></RepresentativeDetails>
</TradeMark></TradeMarkDetails>
<ApplicantDetails><Applicant><Name><FreeFormatNameLine>Fjell Wear Inc.</FreeFormatNameLine></Name>
<ns2:PartyTypeCode>10</ns2:PartyTypeCode></Applicant>
<Applicant><Name><FreeFormatNameLine>Norrvik AB</FreeFormatNameLine></Name>
<ns2:PartyTypeCode>31</ns2:PartyTypeCode></Applicant></ApplicantDetails>
</TransactionData></Transaction>
"""


def mark(**values: str) -> str:
    said = {
        "office": "EM",
        "number": "018400777",
        "expires": "2029-05-14",
        "status": "Registered",
        "status_date": "2026-09-30",
        "text": "NORRVIK SKUA",
        "goods": "outerwear",
        "owner": "Norrvik AB",
        "owner_email": "legal@norrvik.example",
        "email": "docket@lund.example",
    }
    return _MARK96.format(**said | values)


def st96(*marks: str) -> bytes:
    return _ST96.format(marks="".join(marks or (mark(),))).encode()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "#14596b").save(out, "PNG")
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()
