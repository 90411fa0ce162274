"""What printing, scanning and faxing do to ink. Every function takes the random generator it draws from."""

import cv2
import numpy as np


def chance(rng, probability):
    return rng.random() < probability


def thicken(ink, rng):
    """Fatter or thinner strokes, by up to about a pixel."""
    kernel = np.ones((2, 2) if chance(rng, 0.6) else (3, 3), np.uint8)
    changed = cv2.dilate(ink, kernel) if chance(rng, 0.5) else cv2.erode(ink, kernel)
    share = rng.uniform(0.3, 1.0)
    return cv2.addWeighted(changed, share, ink, 1.0 - share, 0.0)


def fade_in_patches(ink, rng, depth):
    """Toner that did not take everywhere: strokes break."""
    height, width = ink.shape
    coarse = rng.random((max(2, height // 6), max(2, width // 6))).astype(np.float32)
    patches = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return (ink * np.clip(1.0 - depth * patches, 0.0, 1.0)).astype(np.uint8)


def resample(image, rng, lowest):
    height, width = image.shape
    factor = rng.uniform(lowest, 1.0)
    small = cv2.resize(image, (max(1, round(width * factor)), max(1, round(height * factor))), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR if chance(rng, 0.7) else cv2.INTER_CUBIC)


def jpeg(gray, rng):
    quality = int(rng.integers(30, 92))
    return cv2.imdecode(cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)


def worn(ink, rng, strength=1.0, scale=1.0):
    """Gray picture (0 = black) of `ink` (255 = ink), same size, as it comes back from a scanner.

    `strength` 0 leaves a clean print, 1 goes as far as a bad fax. `scale` is the height of a hanzi in
    units of 32 pixels: blur grows with it.
    """
    if chance(rng, 0.35 * strength):
        ink = thicken(ink, rng)
    if chance(rng, 0.2 * strength):
        ink = fade_in_patches(ink, rng, rng.uniform(0.2, 0.75) * strength)
    if chance(rng, 0.3 * strength):
        ink = resample(ink, rng, 0.5)
    if chance(rng, 0.75):
        sigma = rng.uniform(0.2, 0.4 + 0.8 * strength) * max(0.6, scale)
        ink = cv2.GaussianBlur(ink, (0, 0), sigma)
    if strength > 0 and chance(rng, 0.27 * strength):  # bilevel, as a fax machine sees it
        rough = ink + rng.normal(0.0, rng.uniform(0.0, 26.0), ink.shape)
        gray = np.where(rough > rng.uniform(80, 170), 0, 255).astype(np.uint8)
        if chance(rng, 0.3):
            gray = cv2.medianBlur(gray, 3)
        if chance(rng, 0.5):
            return gray
    else:
        paper = rng.uniform(175, 256) if chance(rng, 0.6 * strength) else 255.0
        black = rng.uniform(0, min(130.0, paper - 70.0)) if chance(rng, 0.7) else 0.0
        flat = paper - ink * ((paper - black) / 255.0)
        if chance(rng, 0.7 * strength):
            flat = flat + rng.normal(0.0, rng.uniform(1.0, 3.0 + 11.0 * strength), ink.shape)
        gray = np.clip(flat, 0, 255).astype(np.uint8)
    if chance(rng, 0.08 * strength):
        gray = stamped(gray, rng)
    if chance(rng, 0.35 * strength):
        gray = jpeg(gray, rng)
    return gray


def warped(ink, rng, amount):
    """Strokes moved a little, each region its own way, by `amount` pixels: the same character in another hand."""
    height, width = ink.shape
    coarse = rng.normal(0.0, amount, (2, height // 14 + 2, width // 14 + 2)).astype(np.float32)
    x, y = (cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC) for field in coarse)
    x += np.arange(width, dtype=np.float32)
    y += np.arange(height, dtype=np.float32)[:, None]
    return cv2.remap(ink, x, y, cv2.INTER_LINEAR)


def stamped(gray, rng):
    """Part of a grey stamp over the print: its rim or its star."""
    height, width = gray.shape
    stamp = np.zeros_like(gray)
    if chance(rng, 0.6):
        radius = int(height * rng.uniform(1.0, 3.5))
        centre = int(rng.uniform(-0.2, 1.2) * width), int(rng.uniform(-2.0, 3.0) * height)
        cv2.circle(stamp, centre, radius, 255, max(1, int(height * rng.uniform(0.05, 0.16))), cv2.LINE_AA)
    else:
        points = rng.uniform(0.0, 1.0, (int(rng.integers(3, 6)), 2)) * height * rng.uniform(0.8, 2.5)
        points += np.array([rng.uniform(-0.2, 1.0) * width, rng.uniform(-0.8, 0.4) * height])
        cv2.fillPoly(stamp, [points.astype(np.int32)], 255, cv2.LINE_AA)
    share = stamp.astype(np.float32) / 255.0 * rng.uniform(0.2, 0.55)
    return (gray * (1.0 - share)).astype(np.uint8)


def slanted(ink, rng, amount, border=0):
    """Turned and sheared about its middle by up to `amount` (in radians, as a rough measure), ink kept in place."""
    height, width = ink.shape
    angle, shear = rng.normal(0.0, amount / 2, 2)
    matrix = np.array([[1.0, shear - angle, 0.0], [angle, 1.0, 0.0]], np.float32)
    middle = np.array([width / 2, height / 2], np.float32)
    matrix[:, 2] = middle - matrix[:, :2] @ middle
    return cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=border)
