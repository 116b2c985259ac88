"""What large text does to a screen: words broken by letters or sticking out, targets covered or under the bar."""

from __future__ import annotations

from playwright.sync_api import Page

_FAULTS = """
() => {
  const faults = new Set();
  const shown = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const named = element => (element.textContent.trim() || element.id || element.name || element.tagName).slice(0, 40);
  const width = document.documentElement.clientWidth, height = innerHeight;

  // Words. An address or a code may break anywhere: nobody reads it aloud.
  const anywhere = 'data, code, pre, svg, template, [translate=no], .visually-hidden:not(:focus), .skip';
  const clipping = element => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const how = getComputedStyle(box).overflowX;
      if (how === 'auto' || how === 'scroll') return null; // one can scroll to it
      if (how !== 'visible') return box.getBoundingClientRect();
    }
    return null;
  };
  const scrolls = element => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || element.closest(anywhere) || !shown(element)) continue;
    const clip = clipping(element), free = scrolls(element);
    const card = element.closest('.surface, .callout, .card')?.getBoundingClientRect();
    for (const word of text.data.matchAll(/[^\\s\\-\\u2010-\\u2015/·@…]+/g)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter(box => box.width > 0);
      if (!boxes.length) continue;
      if (Math.max(...boxes.map(box => box.top)) - Math.min(...boxes.map(box => box.top)) > 4) {
        faults.add(`broken by letters: ${word[0]}`);
      }
      const left = Math.min(...boxes.map(box => box.left)), right = Math.max(...boxes.map(box => box.right));
      if (!free && (left < -1 || right > width + 1)) faults.add(`sticks out: ${word[0]}`);
      if (clip && (left < clip.left - 1 || right > clip.right + 1)) faults.add(`cut off: ${word[0]}`);
      if (!free && card && (left < card.left || right > card.right - 2)) faults.add(`leaves its card: ${word[0]}`);
    }
  }
  if (document.documentElement.scrollWidth > width) faults.add('the page scrolls sideways');

  // Targets, each brought into view as the keyboard does it.
  const targets = [...document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')]
    .filter(element => shown(element) && !element.closest('.visually-hidden, .skip, [inert]'));
  const bar = [...document.querySelectorAll('.actions, .stand-bar')]
    .find(element => shown(element) && getComputedStyle(element).position === 'sticky');
  if (bar && bar.getBoundingClientRect().height > height * 0.4) faults.add('the bar takes the screen');
  for (const target of targets) {
    target.focus();
    const face = target.closest('label') ?? target, box = face.getBoundingClientRect();
    if (bar && !bar.contains(target)) {
      const edge = bar.getBoundingClientRect();
      if (box.top >= edge.top - 1 && box.bottom <= edge.bottom + 1) faults.add(`under the bar: ${named(face)}`);
    }
    const x = (box.left + box.right) / 2, y = Math.min(Math.max((box.top + box.bottom) / 2, 1), height - 1);
    const top = document.elementFromPoint(x, y);
    const own = top && (face.contains(top) || top.contains(face) || top.closest('label, a, button') === face);
    if (box.height < height && box.top >= 0 && box.bottom <= height && !own) faults.add(`covered: ${named(face)}`);
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return [...faults];
}
"""

_REWRAPPED = """
() => {
  const lines = () => [...document.querySelectorAll('form[data-question] .words')].map(words => {
    const range = document.createRange();
    range.selectNodeContents(words);
    return [...range.getClientRects()].length;
  });
  const chosen = [...document.querySelectorAll('form[data-question] :checked')], before = lines();
  for (const each of chosen) each.checked = false;
  const after = lines();
  for (const each of chosen) each.checked = true;
  return String(before) === String(after) ? [] : [`choosing re-wraps an option: ${before}, unchosen ${after}`];
}
"""


def faults_of_text(page: Page) -> list[str]:
    """Every fault of the screen, in words."""
    return [*page.evaluate(_FAULTS), *page.evaluate(_REWRAPPED)]
