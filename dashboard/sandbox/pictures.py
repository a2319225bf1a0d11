"""Photos that the town's people attach, drawn when somebody asks: a street scene with what the ticket is about.

The same attachment always gives the same bytes.
"""

from __future__ import annotations

import io
import random
from functools import lru_cache
from pathlib import PurePath

from PIL import Image, ImageDraw, ImageFilter

SIZE = (640, 480)
_FORMATS = {".png": "PNG", ".pdf": "PDF", ".gif": "GIF"}
#: what the picture shows by words of the category
_SUBJECTS = {
    "bags": ("afval", "sluikstort", "zwerfvuil", "container", "reiniging"),
    "lamp": ("verlicht", "lamp"),
    "sign": ("verkeer", "bord", "parke", "mobiliteit"),
    "tree": ("groen", "boom", "park", "gras", "natuur"),
}


@lru_cache(maxsize=128)
def drawn(key: str, subject: str, file_name: str) -> bytes:
    """The picture of attachment `key`, in the format of its file name (JPEG unless it says png, gif or pdf)."""
    dice = random.Random(key)
    dusk = dice.uniform(0.45, 1.0)
    picture = Image.new("RGB", SIZE, _shade((170, 195, 220), dusk))
    pen = ImageDraw.Draw(picture)
    horizon = dice.randint(180, 240)
    _houses(pen, dice, horizon, dusk)
    pen.rectangle((0, horizon, 640, horizon + 60), fill=_shade((176, 170, 160), dusk))  # pavement
    pen.rectangle((0, horizon + 60, 640, 480), fill=_shade((92, 92, 96), dusk))  # road
    _THINGS[_kind(subject)](pen, dice, horizon, dusk)
    picture = picture.rotate(dice.uniform(-2, 2), expand=False, fillcolor=_shade((92, 92, 96), dusk))
    grain = Image.frombytes("L", SIZE, dice.randbytes(SIZE[0] * SIZE[1])).convert("RGB")
    picture = Image.blend(picture.filter(ImageFilter.GaussianBlur(0.8)), grain, 0.04)
    out = io.BytesIO()
    picture.save(out, _FORMATS.get(PurePath(file_name).suffix.lower(), "JPEG"), quality=72)
    return out.getvalue()


@lru_cache(maxsize=50_000)
def drawn_size(key: str, subject: str, file_name: str) -> int:
    """How many bytes `drawn` gives."""
    return len(drawn(key, subject, file_name))


def _kind(subject: str) -> str:
    folded = subject.casefold()
    return next((kind for kind, words in _SUBJECTS.items() if any(word in folded for word in words)), "hole")


def _shade(colour: tuple[int, int, int], dusk: float) -> tuple[int, int, int]:
    red, green, blue = (int(part * dusk) for part in colour)
    return red, green, blue


def _houses(pen: ImageDraw.ImageDraw, dice: random.Random, horizon: int, dusk: float) -> None:
    left = -dice.randint(0, 60)
    while left < 640:
        wide, high = dice.randint(70, 130), dice.randint(90, 170)
        wall = _shade(dice.choice([(158, 82, 66), (196, 176, 150), (210, 206, 198), (122, 74, 60)]), dusk)
        pen.rectangle((left, horizon - high, left + wide, horizon), fill=wall)
        roof = [(left, horizon - high), (left + wide / 2, horizon - high - 35), (left + wide, horizon - high)]
        pen.polygon(roof, fill=_shade((90, 60, 55), dusk))
        for x in range(left + 12, left + wide - 20, 30):
            pen.rectangle((x, horizon - high + 20, x + 16, horizon - high + 46), fill=_shade((70, 90, 110), dusk))
        left += wide


def _bags(pen: ImageDraw.ImageDraw, dice: random.Random, horizon: int, dusk: float) -> None:
    for _ in range(dice.randint(2, 6)):
        x, y, r = dice.randint(180, 420), horizon + dice.randint(10, 70), dice.randint(24, 46)
        bag = _shade(dice.choice([(40, 40, 44), (225, 225, 220), (60, 90, 160), (120, 90, 60)]), dusk)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=bag)
        pen.polygon([(x - 8, y - r + 4), (x, y - r - 14), (x + 8, y - r + 4)], fill=bag)


def _lamp(pen: ImageDraw.ImageDraw, dice: random.Random, horizon: int, dusk: float) -> None:
    x = dice.randint(220, 420)
    pen.rectangle((x, 40, x + 8, horizon + 50), fill=_shade((60, 66, 70), dusk))
    pen.rectangle((x - 60, 36, x + 8, 44), fill=_shade((60, 66, 70), dusk))
    pen.ellipse((x - 78, 36, x - 44, 54), fill=_shade((130, 130, 120), dusk))


def _tree(pen: ImageDraw.ImageDraw, dice: random.Random, horizon: int, dusk: float) -> None:
    x = dice.randint(200, 420)
    pen.polygon([(x - 12, horizon + 50), (x - 6, 120), (x + 8, 120), (x + 14, horizon + 50)], fill=_shade((88, 64, 44), dusk))
    for _ in range(14):
        a, b, r = x + dice.randint(-80, 80), 110 + dice.randint(-60, 50), dice.randint(22, 44)
        pen.ellipse((a - r, b - r, a + r, b + r), fill=_shade((52 + dice.randint(0, 30), 104 + dice.randint(0, 30), 48), dusk))


def _sign(pen: ImageDraw.ImageDraw, dice: random.Random, horizon: int, dusk: float) -> None:
    x, lean = dice.randint(220, 420), dice.randint(-50, 50)
    pen.line((x, horizon + 50, x + lean, 110), fill=_shade((140, 144, 148), dusk), width=7)
    pen.ellipse((x + lean - 42, 60, x + lean + 42, 144), fill=_shade((190, 40, 40), dusk))
    pen.ellipse((x + lean - 30, 72, x + lean + 30, 132), fill=_shade((236, 236, 232), dusk))


def _hole(pen: ImageDraw.ImageDraw, dice: random.Random, horizon: int, dusk: float) -> None:
    x, y = dice.randint(200, 430), horizon + dice.randint(110, 180)
    corners = ((-1, 0), (-0.6, -1), (0.5, -1), (1, 0), (0.6, 1), (-0.5, 1))
    points = [(x + dice.randint(70, 120) * dx, y + dice.randint(20, 42) * dy) for dx, dy in corners]
    pen.polygon(points, fill=_shade((46, 44, 44), dusk), outline=_shade((120, 118, 116), dusk))


_THINGS = {"bags": _bags, "lamp": _lamp, "tree": _tree, "sign": _sign, "hole": _hole}
