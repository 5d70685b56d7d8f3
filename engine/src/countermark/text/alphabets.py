"""Alphabets that sellers write Latin words in: one string of 26 for each way, in the order of a to z.

Unicode's own tables (NFKC, the TR39 confusables, character names) know most look-alike letters and are asked first;
what stands here is what they do not know: alphabets of "fancy text" generators, flipped letters, Braille.
`·` stands for a letter that the alphabet does not have.
"""

from __future__ import annotations

from typing import Final

LATIN: Final = "abcdefghijklmnopqrstuvwxyz"

LOOKS: Final = {
    # Greek
    "α": "a", "β": "b", "γ": "yv", "δ": "do", "ε": "e", "ζ": "zc", "η": "nh", "θ": "oeq", "ι": "il",
    "κ": "k", "λ": "al", "μ": "um", "ν": "vn", "ξ": "e", "ο": "o", "π": "np", "ρ": "pr", "σ": "os",
    "ς": "sc", "τ": "t", "υ": "uvy", "φ": "ofp", "χ": "x", "ψ": "yu", "ω": "wo", "Γ": "rfl", "Δ": "ad",
    "Η": "hn", "Θ": "oq", "Λ": "al", "Ν": "nv", "Ξ": "e", "Π": "np", "Ρ": "pr", "Σ": "es", "Υ": "yu",
    "Φ": "of", "Χ": "x", "Ψ": "yu", "Ω": "ow", "ϲ": "c", "ϳ": "j", "ϱ": "pg", "ϑ": "d",
    # Cyrillic
    "б": "b", "в": "bv", "г": "gr", "д": "da", "з": "ez", "и": "nui", "й": "nui", "к": "k", "л": "nl",
    "м": "m", "н": "hn", "п": "np", "р": "pr", "с": "cs", "т": "tm", "у": "yu", "ф": "fo", "х": "xh",
    "ц": "uc", "ч": "uy", "ш": "w", "щ": "w", "ъ": "b", "ь": "b", "э": "e", "я": "ra", "ж": "xk", "ё": "e",
    "є": "ec", "і": "i", "ї": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "ԍ": "gc", "ԛ": "q", "ԝ": "w", "һ": "h",
    "ӏ": "li", "ґ": "gr", "ҁ": "c", "ѵ": "v", "ѡ": "w", "ѳ": "o", "ѓ": "gr", "ќ": "k", "ў": "y", "џ": "u",
    "ћ": "h", "ђ": "h", "љ": "n", "њ": "h", "Б": "b", "Г": "rg", "Д": "da", "З": "ez", "И": "nu", "Л": "nl",
    "П": "np", "Ф": "of", "Ц": "uc", "Ч": "yu", "Ш": "w", "Щ": "w", "Ь": "b", "Э": "e", "Я": "r", "Ж": "xk",
    # Armenian, Georgian, Hebrew, Thai and others
    "ա": "wu", "գ": "q", "ը": "pn", "ժ": "dp", "ի": "h", "լ": "l", "հ": "h", "ձ": "a", "ղ": "n", "մ": "u",
    "յ": "j", "ն": "un", "շ": "z", "ո": "n", "պ": "w", "ռ": "n", "ս": "u", "վ": "q", "տ": "wm", "ր": "rp",
    "ց": "g", "ւ": "li", "ք": "p", "օ": "o", "զ": "q", "ֆ": "fs", "Տ": "s", "Ս": "u", "Ց": "g", "Օ": "o",
    "Լ": "l", "Ո": "n", "ი": "o", "ტ": "o", "ყ": "y", "ხ": "b", "ძ": "d", "ჩ": "b", "ო": "m", "ס": "o",
    "ו": "il", "ן": "il", "ט": "u", "ח": "n", "ה": "n", "ר": "r", "ש": "w", "ק": "p", "א": "x", "ץ": "y",
    "ƿ": "p", "ɩ": "il", "ɑ": "a", "ɡ": "g", "ʀ": "r", "ȷ": "j", "ʋ": "uv", "ƅ": "b", "ƽ": "s", "ǀ": "li",
    "∣": "li", "│": "li", "ⅼ": "l", "ℓ": "l", "℮": "e", "ℴ": "o", "∩": "n", "∪": "u", "⊂": "c", "∨": "v",
    "∧": "a", "⊥": "t", "⟂": "t", "⌊": "l", "⋁": "v", "₤": "l", "₠": "e", "₱": "p", "₣": "f", "₦": "n",
    "₩": "w", "฿": "b", "₵": "c", "Ð": "d", "Þ": "p", "Ƨ": "s", "Ʒ": "e", "Ɛ": "e", "Ɔ": "c", "Ǝ": "e",
    "Ƭ": "t", "ʟ": "l", "ҝ": "k",
}  # fmt: skip
"""Letters that readers take for Latin ones, likeliest first: what Unicode's table leaves out or knows only one of."""

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
    "ᏗᏰፈᎴᏋᎦᎶᏂᎥᏠᏦᏝᎷᏁᎧᎮᎤᏒᏕᏖᏬᏉᏇጀᎩፚ",
    "ǟɮƈɖɛʄɢɦɨʝӄʟʍռօքզʀֆȶʊʋաӼʏʐ",
    "ค๖¢໓ēfງhiวkl๓ຖ໐p๑rŞtนงຟxฯຊ",
    "ƛƁƇƊЄƑƓӇƖʆƘԼMƝƠƤƢƦƧƬƲƔƜҲƳȤ",
    "αɓ૮∂εƒɠɦเʝҡℓɱɳσρφ૨รƭµѵωאყƶ",
    "άвςȡέғģħίјķĻмήόρqŕşţùνώxчž",
    "Å฿ÇÐÊƒGHÌJKL₥ñÐÞQR§†µV₩XɎZ",
    "ДБCDЄFGHIJКLMИФPQЯSTЦVЩЖЧZ",
    "ᴬᴮᶜᴰᴱᶠᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾQᴿˢᵀᵁⱽᵂˣʸᶻ",
    "ꍏꌃꏳꀷꏂꎇꁅꀍꀤ꒻ꀘ꒒ꎭꈤꂦᖘꆰꋪꌚ꓄ꀎ꒦ꅐꉧꌩꁴ",
    "ꋬꃳꉔ꒯ꏂꊰꍌꁝ꒐꒻ꀘ꒒ꂵꋊꄲꉣꆰꋪꇙ꓄꒤꒦ꅐꉧꌦꁴ",
    "ᎯᏰᏨᎠᏋᎴᎶᎻiᏠᏦᏝmᏁᎾᏢᎤᏒᎦᏆᏌᏉᏔxᎩᏃ",
    "ą·ƈɖɛʄɠɧıʝƙƖɱŋơ·զཞʂɬų·ῳҳყʑ",
    "ﾑ乃ᄃり乇ｷムんﾉﾌズﾚﾶ刀のｱゐ尺丂ｲひ√Wﾒﾘ乙",
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

PICTURED: Final = {
    "a": "🔺⛺", "c": "☪☾☽🌙🌛🌜", "e": "💶📧", "h": "♓", "i": "❗❕📍🕯", "l": "💷👢🦵", "m": "♍♏〽", "n": "♑",
    "o": "🔴🔵⚪⚫🟠🟡🟢🟣🌕🌑🌝🌐🌍🌎🌏⚽🏀🏐🎾🍩🍪🍊💿🎯⏺🔘🚫", "s": "💲⚡🐍",
    "t": "✝✞➕🌴", "u": "⛎🧲", "v": "✌✔☑✅", "vy": "♈", "wm": "〰", "w": "🌊", "x": "❎", "y": "🍸🌱",
}  # fmt: skip
"""Pictures that stand for a letter by their shape, by the letter drawn on them, or by what they say."""
