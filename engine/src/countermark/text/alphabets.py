"""Alphabets that sellers write Latin words in: one string of 26 for each way, in the order of a to z.

Unicode's own tables (NFKC, the TR39 confusables, character names) know most look-alike letters and are asked first;
what stands here is what they do not know: alphabets of "fancy text" generators, flipped letters, Braille.
`·` stands for a letter that the alphabet does not have.
"""

from __future__ import annotations

from typing import Final

LATIN: Final = "abcdefghijklmnopqrstuvwxyz"

LOOKS: Final = {"ε": "e", "β": "b", "μ": "u", "з": "e", "ь": "b"}
"""Single letters that Unicode's table leaves out or holds to look like another."""

FANCY: Final = (
    "ᗩᗷᑕᗪᗴᖴᘜᕼᓰᒍᛕᒪᗰᑎᝪᑭᑫᖇᔕ丅ᑌᐯᗯ᙭ᖻᘔ",
    "卂乃匚ᗪ乇千Ꮆ卄丨ﾌҜㄥ爪几ㄖ卩Ɋ尺丂ㄒㄩᐯ山乂ㄚ乙",
    "丹日亡句ヨ乍呂廾工亅片し冊从口尸甲尺丂亍凵ⴸ山メㄚㄹ",
    "ልጌርዕቿቻኗዘጎጋጕረጠክዐየዒዪነፕሁሀሠሸሃጊ",
    "ค๒ς๔єŦﻮђเןкɭ๓ภ๏קợгรՇยשฬאץչ",
    "ąცƈɖɛʄɠɧıʝƙƖɱŋơ℘զཞʂɬų۷ῳҳყʑ",
    "αв¢∂єƒgнιנкℓмησρqяѕтυνωχуz",
    "ꍏꌃꉓꀸꍟꎇꁅꃅꀤꀭꀘ꒒ꂵꈤꂦꉣꆰꋪꌗ꓄ꀎꃴꅏꊼꌩꁴ",
    "ᎪᏴᏟᎠᎬҒᏀᎻᏆᎫᏦᏞᎷΝϴᏢϘᎡᏚᎢႮᏙᏔХᎽᏃ",
    "მჩეძპfცһἶქκľოῆõρგՐꜱէմνωჯყɀ",
    "ⱥƀȼđɇfǥħɨɉꝁłmnøᵽꝗɍsŧᵾvwxɏƶ",
    "₳฿₵ĐɆ₣₲ⱧłJ₭Ⱡ₥₦Ø₱QⱤ₴₮ɄV₩ӾɎⱫ",
    "ΛBᄃDΣFGΉIJKᄂMПӨPQЯƧTЦVЩXYZ",
    "ⲀⲂⲤⲆⲈϜϬϨⲒϳⲔⳐⲘⲚⲞⲢϤꓣⲊⲦⳘѴⲰⲬⲨⲌ",
    "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵",
    "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ",
    "ᵃᵇᶜᵈᵉᶠᵍʰᶦʲᵏˡᵐⁿᵒᵖᑫʳˢᵗᵘᵛʷˣʸᶻ",
    "ₐ♭꜀ᑯₑբ₉ₕᵢⱼₖₗₘₙₒₚ૧ᵣₛₜᵤᵥ𝓌ₓᵧ₂",
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡⅹʏᴢ",
    "αႦƈԃҽϝɠԋιʝƙʅɱɳσρϙɾʂƚυʋɯxყȥ",
    "ÄBĊĐËFĠḦÏĴḲḶṀṄÖṖQṚṠṪÜṾẄẌŸŻ",
    "ABCDΞFGHIJKLMNӨPQЯSTЦVШXЧZ",
    "₳ßȻÐ€₣₲╫łJK£M₦Ø₱QR$₮UV₩XYZ",
    "🅐🅑🅒🅓🅔🅕🅖🅗🅘🅙🅚🅛🅜🅝🅞🅟🅠🅡🅢🅣🅤🅥🅦🅧🅨🅩",
    "🄰🄱🄲🄳🄴🄵🄶🄷🄸🄹🄺🄻🄼🄽🄾🄿🅀🅁🅂🅃🅄🅅🅆🅇🅈🅉",
)
"""What generators of fancy text put for a to z. A letter stands for itself where the generator leaves it alone."""

FLIPPED: Final = (
    "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz",
    "∀ᗺƆᗡƎℲ⅁HIſꓘ⅂WNOԀΌᴚS┴∩ΛMX⅄Z",
    "ɒdↄbɘʇϱʜiꞁʞ|mᴎoqpɿƨƚυvwxγz",
    "ɐqɔpɘɟɓɥıſʞןɯuodbɹsʇnʌʍxʎz",
    "ⱯꓭƆꓷƎℲꓨHIᒋꓘꓶWNOԀꝹꓤSꓕꓵɅMX⅄Z",
)
"""Letters turned upside down or mirrored. Such a word is usually read from its end: `ǝʞᴉu` is `nike`."""
