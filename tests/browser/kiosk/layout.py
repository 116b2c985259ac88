"""What can be measured of a stand's screen, in its browser."""

from __future__ import annotations

BROKEN = """
  const broken = new Set();
  const texts = document.createTreeWalker(document.getElementById('step'), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest('svg, .visually-hidden') || !text.parentElement.checkVisibility()) continue;
    for (const word of text.data.matchAll(/[^\\s\\-\\u2010-\\u2015/·@…]+/g)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter(box => box.width > 0).map(box => box.top);
      if (Math.max(...tops) - Math.min(...tops) > 4) broken.add(`broken by letters: ${word[0]}`);
    }
  }
"""
"""Finds the words that go on on another line without a hyphen's leave."""

FAULTS = f"""
async most => {{
  await new Promise(requestAnimationFrame); // it comes after the size's own event
  const boxes = [...document.querySelectorAll('#step :is(button, a, label.card, input[type=text])')]
    .filter(element => element.checkVisibility({{visibilityProperty: true}}))
    .map(element => [element.textContent.trim().slice(0, 30) || element.id, element.getBoundingClientRect()])
    .map(([name, box]) => ({{name, box}}));
  const faults = [];
  const edge = document.querySelector('.stand-bar').getBoundingClientRect().right;
  const page = document.documentElement;
  if (page.scrollHeight > innerHeight) faults.push(`${{page.scrollHeight - innerHeight}} pixels to scroll`);
  if (page.scrollWidth > innerWidth) faults.push('scrolls sideways');
  for (const {{name, box}} of boxes) {{
    if (box.width < 56 || box.height < 56) faults.push(`${{name}}: ${{box.width}} × ${{box.height}}`);
    if (box.bottom > innerHeight || box.right > edge + 1) faults.push(`${{name}} sticks out`);
  }}
  boxes.forEach(({{name, box}}, index) => {{
    for (const {{name: other, box: next}} of boxes.slice(index + 1)) {{
      const across = Math.max(next.left - box.right, box.left - next.right);
      const apart = Math.max(across, next.top - box.bottom, box.top - next.bottom);
      if (apart < 11.99) faults.push(`${{name}} and ${{other}} are ${{apart}} apart`);
    }}
  }});
  const words = [...document.querySelectorAll('.card .words')].filter(each => each.scrollWidth > each.clientWidth + 1);
  faults.push(...words.map(each => `${{each.textContent}} is cut`));
  const bar = document.querySelector('.stand-bar').getBoundingClientRect();
  const lowest = Math.max(...boxes.filter(({{box}}) => box.bottom <= bar.top).map(({{box}}) => box.bottom));
  if (bar.top - lowest > most) faults.push(`${{Math.round(bar.top - lowest)}} pixels wasted above the bar`);
  {BROKEN}
  return [...faults, ...broken];
}}
"""
"""What is wrong with a screen to be taken in at once; `most`: pixels that may stay unused above the bar."""

SPILLED = f"""
async () => {{
  await new Promise(requestAnimationFrame); // it comes after the size's own event
  const {{scrollHeight, scrollWidth}} = document.documentElement;
  const spills = scrollHeight > innerHeight || scrollWidth > innerWidth ? ['the page scrolls'] : [];
  for (const place of document.querySelectorAll('.hero, .carry, .stand-bar, .attract')) {{
    const frame = place.getBoundingClientRect();
    for (const part of place.querySelectorAll(':not([aria-hidden])')) {{
      const box = part.getBoundingClientRect();
      if (box.width && (box.bottom > frame.bottom + 1 || box.right > frame.right + 1 || box.top < frame.top - 1)) {{
        spills.push(`${{part.tagName}} ${{part.textContent.trim().slice(0, 30)}}`);
      }}
    }}
  }}
  {BROKEN}
  return [...spills, ...broken];
}}
"""
"""What comes out of its frame, or is cut, on the attract screen and the result."""

OVERLAPPING = """
() => {
  const places = '.attract-name, .attract-staff a, .attract h1, .promise li, .attract .lead, #start button';
  const boxes = [...document.querySelectorAll(places)].map(each => [each.textContent, each.getBoundingClientRect()]);
  const over = (one, two) => one.left < two.right && two.left < one.right
    && one.top < two.bottom && two.top < one.bottom;
  return boxes.flatMap(([name, box], index) => boxes.slice(index + 1)
    .filter(([_, other]) => over(box, other)).map(([other]) => `${name} and ${other}`));
}
"""
"""Which words of the attract screen lie on others."""
