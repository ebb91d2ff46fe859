/// What the page of a graph does: pan, zoom, search, light up neighbours and show properties.
///
/// The page holds one picture, whose nodes and edges have `data-` attributes with numbers, and the data of the nodes by
/// these numbers in the element `graph`. Nothing of that data is ever read as markup.
enum PageScript {
    static let text = #"""
        'use strict';
        const data = JSON.parse(document.getElementById('graph').textContent);
        const svg = document.getElementById('picture');
        const view = document.getElementById('view');
        const panel = document.getElementById('panel');
        const search = document.getElementById('search');
        const count = document.getElementById('count');
        const nodes = [...svg.querySelectorAll('.node')].sort((a, b) => a.dataset.node - b.dataset.node);
        const edges = [...svg.querySelectorAll('.edge[data-source]')];
        const place = { x: 0, y: 0, scale: 1 };
        const size = { width: Number(svg.dataset.width), height: Number(svg.dataset.height) };
        let selected = null, matches = [], shown = 0;

        const neighbours = nodes.map(() => new Set());
        for (const edge of edges) {
          const { source, target } = edge.dataset;
          neighbours[source].add(edge); neighbours[source].add(nodes[target]);
          neighbours[target].add(edge); neighbours[target].add(nodes[source]);
        }

        // The window on the picture, as far as the panel leaves it free.
        function room() {
          const covered = panel.hidden ? 0 : panel.offsetWidth;
          return { width: svg.clientWidth - (covered < svg.clientWidth / 2 ? covered : 0), height: svg.clientHeight };
        }
        function move() { view.setAttribute('transform', `translate(${place.x} ${place.y}) scale(${place.scale})`); }
        function zoom(factor, x = room().width / 2, y = room().height / 2) {
          const scale = Math.min(4, Math.max(0.05, place.scale * factor));
          place.x = x - (x - place.x) * scale / place.scale;
          place.y = y - (y - place.y) * scale / place.scale;
          place.scale = scale;
          move();
        }
        function fit() {
          const { width, height } = room();
          place.scale = Math.min(1.25, (width - 40) / size.width, (height - 40) / size.height);
          place.x = (width - size.width * place.scale) / 2;
          place.y = (height - size.height * place.scale) / 2;
          move();
        }
        function centre(node) {
          const box = node.getBBox(), at = node.transform.baseVal.consolidate().matrix;
          const { width, height } = room();
          place.scale = Math.max(place.scale, 0.8);
          place.x = width / 2 - (at.e + box.width / 2) * place.scale;
          place.y = height / 2 - (at.f + box.height / 2) * place.scale;
          move();
        }
        function isInView(node) {
          const box = node.getBoundingClientRect(), window = svg.getBoundingClientRect(), { width, height } = room();
          const [x, y] = [box.left - window.left, box.top - window.top];
          return x >= 0 && y >= 0 && x + box.width <= width && y + box.height <= height;
        }

        const pointers = new Map();
        let moved = false;
        svg.addEventListener('pointerdown', event => {
          pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
          if (pointers.size === 1) moved = false;
        });
        svg.addEventListener('pointermove', event => {
          const last = pointers.get(event.pointerId);
          if (!last) return;
          const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
          if (pointers.size === 1) {
            if (!moved && Math.hypot(dx, dy) < 4) return;
            moved = true;
            svg.setPointerCapture(event.pointerId);
            place.x += dx; place.y += dy;
            move();
          } else {
            const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
            const before = Math.hypot(last.x - other.x, last.y - other.y);
            const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
            const top = svg.getBoundingClientRect();
            moved = true;
            if (before > 0) zoom(after / before, (event.clientX + other.x) / 2 - top.left, (event.clientY + other.y) / 2 - top.top);
          }
          pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
        });
        for (const end of ['pointerup', 'pointercancel']) {
          svg.addEventListener(end, event => pointers.delete(event.pointerId));
        }
        svg.addEventListener('wheel', event => {
          event.preventDefault();
          const top = svg.getBoundingClientRect();
          zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.clientX - top.left, event.clientY - top.top);
        }, { passive: false });

        // Neighbours.
        function light(node) {
          svg.classList.toggle('dim', node !== null || matches.length > 0);
          for (const one of svg.querySelectorAll('.lit')) one.classList.remove('lit');
          if (node === null) { for (const match of matches) match.classList.add('lit'); return; }
          node.classList.add('lit');
          for (const one of neighbours[node.dataset.node]) one.classList.add('lit');
        }
        nodes.forEach((node, number) => {
          node.setAttribute('tabindex', '0');
          node.setAttribute('role', 'button');
          node.setAttribute('aria-label', `${data[number].name}, ${data[number].type}`);
          node.addEventListener('pointerenter', () => { if (pointers.size === 0) light(node); });
          node.addEventListener('pointerleave', () => { if (pointers.size === 0) light(selected); });
          node.addEventListener('focus', () => light(node));
          node.addEventListener('click', () => { if (!moved) select(node); });
          node.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); select(node); } });
        });
        svg.addEventListener('click', event => { if (!moved && !event.target.closest('.node')) select(null); });

        // Properties.
        function element(name, text, className) {
          const made = document.createElement(name);
          if (text !== undefined) made.textContent = text;
          if (className) made.className = className;
          return made;
        }
        function section(title, children) {
          if (children.length === 0) return;
          panel.append(element('h2', title), ...children);
        }
        function tree(value) {
          if (value === null || typeof value !== 'object') return element('span', JSON.stringify(value), 'value');
          const list = element('ul');
          for (const [key, inner] of Object.entries(value)) {
            const item = element('li');
            item.append(element('span', key, 'key'), ' ', tree(inner));
            list.append(item);
          }
          return list.childElementCount ? list : element('span', Array.isArray(value) ? '[]' : '{}', 'value');
        }
        function link(number, arrow) {
          const button = element('button', `${arrow} ${data[number].name}`, 'link');
          button.addEventListener('click', () => { select(nodes[number]); centre(nodes[number]); });
          return button;
        }
        function select(node) {
          selected = node;
          for (const one of nodes) one.classList.toggle('selected', one === node);
          light(node);
          panel.replaceChildren();
          panel.hidden = node === null;
          if (node === null) return;
          const number = Number(node.dataset.node), item = data[number];
          const close = element('button', '×', 'close');
          close.setAttribute('aria-label', 'Close');
          close.addEventListener('click', () => select(null));
          panel.append(close, element('h1', item.name), element('p', item.type, 'type'), element('p', item.id, 'id'));
          if (item.change) panel.append(element('p', item.change, `change ${item.change}`));
          if (item.recipe) panel.append(element('p', `made by the recipe '${item.recipe}'`));
          section('Changes', (item.changes ?? []).map(text => element('p', text, 'value')));
          section('Needs', edges.filter(e => Number(e.dataset.source) === number).map(e => link(e.dataset.target, '→')));
          section('Needed by', edges.filter(e => Number(e.dataset.target) === number).map(e => link(e.dataset.source, '←')));
          section('Output resources', item.outputResources.map(o => {
            const line = element('p', o.name, 'output');
            line.append(element('span', o.type, 'type'));
            return line;
          }));
          if (item.properties) section('Properties', [tree(item.properties)]);
          reveal(node);
        }
        // Moves the picture so that a node does not stand behind the panel.
        function reveal(node) {
          const hidden = node.getBoundingClientRect().right - panel.getBoundingClientRect().left + 24;
          if (hidden <= 0) return;
          place.x -= hidden;
          move();
        }

        // Search.
        search.addEventListener('input', () => {
          const wanted = search.value.trim().toLowerCase();
          matches = wanted === '' ? [] : nodes.filter((_, number) => {
            const { name, type, recipe } = data[number];
            return `${name} ${type} ${recipe ?? ''}`.toLowerCase().includes(wanted);
          });
          shown = -1;
          count.textContent = wanted === '' ? '' : `${matches.length} of ${nodes.length}`;
          light(null);
          if (wanted !== '') svg.classList.add('dim');
          // What was found must not lie behind the panel, or beside the window.
          if (matches.length > 0 && !matches.some(isInView)) centre(matches[shown = 0]);
        });
        search.addEventListener('keydown', event => {
          if (event.key !== 'Enter' || matches.length === 0) return;
          shown = (shown + (event.shiftKey ? matches.length - 1 : 1)) % matches.length;
          centre(matches[shown]);
        });

        // Light and dark.
        const dark = matchMedia('(prefers-color-scheme: dark)');
        let chosen = null;
        function paint() { document.documentElement.dataset.theme = chosen ?? (dark.matches ? 'dark' : 'light'); }
        dark.addEventListener('change', paint);

        const actions = {
          in: () => zoom(1.25), out: () => zoom(0.8), fit,
          theme: () => { chosen = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'; paint(); },
        };
        for (const button of document.querySelectorAll('[data-action]')) {
          button.addEventListener('click', () => actions[button.dataset.action]());
        }
        addEventListener('keydown', event => {
          if (event.target === search) { if (event.key === 'Escape') { search.value = ''; search.dispatchEvent(new Event('input')); search.blur(); } return; }
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const step = 60;
          const keys = {
            '/': () => search.focus(), '+': actions.in, '=': actions.in, '-': actions.out, '0': fit, 'Escape': () => select(null),
            ArrowLeft: () => { place.x += step; move(); }, ArrowRight: () => { place.x -= step; move(); },
            ArrowUp: () => { place.y += step; move(); }, ArrowDown: () => { place.y -= step; move(); },
          };
          if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
        });
        addEventListener('resize', fit);
        paint();
        fit();
        """#
}
