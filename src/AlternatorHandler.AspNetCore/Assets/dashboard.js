// All data is inserted as text, never as markup: failures may contain text that a node sent.
'use strict';

(() => {
  const base = document.currentScript.src;
  const historyLength = 60;
  const badness = { Up: 0, Probation: 2, Down: 3 };
  const glyphs = { Up: '✓', Probation: '…', Down: '✕' };
  const views = new Map();
  const byId = id => document.getElementById(id);

  function setText(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function setAttribute(element, name, value) {
    if (element.getAttribute(name) !== value) {
      element.setAttribute(name, value);
    }
  }

  function create(name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function ago(from, to) {
    const seconds = Math.max(0, Math.round((to - from) / 1000));
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
    return `${Math.floor(seconds / 86400)} d ${Math.floor(seconds / 3600) % 24} h`;
  }

  const perSecond = value => value.toFixed(value < 100 ? 1 : 0);
  const milliseconds = value => value === null ? '–' : `${value.toFixed(value < 10 ? 2 : 1)} ms`;
  const shortName = address => address.replace(/^https?:\/\//, '');
  const stateText = node => node.isDemoted && node.state !== 'Down' ? `${node.state}, slow` : node.state;
  const stateClass = node => node.state === 'Up' && node.isDemoted ? 'probation' : node.state.toLowerCase();

  function sortValue(node, key) {
    switch (key) {
      case 'state': return badness[node.state] + (node.isDemoted && node.state === 'Up' ? 1 : 0);
      case 'since': return Date.parse(node.since);
      default: return node[key];
    }
  }

  const addressOrder = new Intl.Collator('en', { numeric: true }).compare;

  /** Shows one cluster. */
  class ClusterView {
    constructor(name) {
      const fragment = byId('cluster-template').content.cloneNode(true);
      this.section = fragment.querySelector('section');
      this.find = selector => this.section.querySelector(selector);
      this.nodes = new Map();
      this.sortKey = 'address';
      this.sortSign = 1;
      const title = name === '' ? 'Default cluster' : name;
      this.find('h2').textContent = title;
      this.find('caption').textContent = `Nodes of ${title}`;
      this.find('.scroll').setAttribute('aria-label', `Nodes of ${title}`);
      this.find('.filter').addEventListener('input', () => this.arrange());
      this.find('.states').addEventListener('change', () => this.arrange());
      for (const button of this.section.querySelectorAll('thead button')) {
        button.addEventListener('click', () => this.sortBy(button.dataset.sort));
      }

      byId('clusters').append(this.section);
    }

    update(cluster, now, isComplete) {
      this.cluster = cluster;
      const count = state => cluster.nodes.filter(node => node.state === state).length;
      const parts = [['Up', 'up'], ['Probation', 'in probation'], ['Down', 'down']].filter(([state]) => count(state) > 0).map(([state, word]) => `${count(state)} ${word}`);
      setText(this.find('.summary'), `${cluster.nodes.length} ${cluster.nodes.length === 1 ? 'node' : 'nodes'}${parts.length ? ': ' : ''}${parts.join(', ')} · ${cluster.policy}`);
      this.updateDiscovery(cluster.discovery);
      this.updateTotals(cluster.totals);
      this.updateTiers(cluster.tiers);
      for (const address of [...this.nodes.keys()]) {
        if (!cluster.nodes.some(node => node.address === address)) {
          this.nodes.get(address).row.remove();
          this.nodes.get(address).cell.remove();
          this.nodes.delete(address);
        }
      }

      for (const node of cluster.nodes) {
        this.updateNode(node, now, isComplete);
      }

      this.arrange();
      this.updateTransitions(cluster.transitions);
    }

    updateDiscovery(discovery) {
      const element = this.find('.discovery');
      const named = discovery.sources.slice(0, 3).map(shortName).join(', ') + (discovery.sources.length > 3 ? ` and ${discovery.sources.length - 3} more` : '');
      const source = discovery.refreshedAt === null ? 'No node list yet: these are the seeds' : `Node list of ${named}, ${Math.round(discovery.ageSeconds)} s old`;
      setText(element, discovery.failure === null ? source : `${source} · last refresh failed: ${discovery.failure}`);
      element.classList.toggle('failed', discovery.failure !== null);
    }

    updateTotals(totals) {
      setText(this.find('.total-rate'), perSecond(totals.attemptsPerSecond));
      setText(this.find('.total-in-flight'), String(totals.inFlight));
      setText(this.find('.total-latency'), milliseconds(totals.latencyMilliseconds));
      setText(this.find('.total-failures'), String(totals.nodeFailures));
    }

    updateTiers(tiers) {
      const list = this.find('.tiers');
      while (list.children.length > tiers.length) list.lastElementChild.remove();
      while (list.children.length < tiers.length) list.append(document.createElement('li'));
      tiers.forEach((tier, i) => {
        setText(list.children[i], `${i + 1}. ${tier.scope}: ${tier.usable} of ${tier.nodes.length} usable${tier.isServing ? ', serving' : ''}`);
        list.children[i].classList.toggle('serving', tier.isServing);
      });
    }

    updateNode(node, now, isComplete) {
      let view = this.nodes.get(node.address);
      if (!view) {
        view = this.addNode(node);
      }

      view.node = node;
      view.history = isComplete ? node.latencyHistory : [...view.history, ...node.latencyHistory].slice(-historyLength);
      const set = (selector, text) => setText(view.row.querySelector(selector), text);
      set('.place', [node.datacenter, node.rack].filter(part => part !== null).join(' / '));
      const state = view.row.querySelector('.state');
      setText(state, `${glyphs[node.state]} ${stateText(node)}`);
      state.className = `state ${stateClass(node)}`;
      view.row.classList.toggle('down-row', node.state === 'Down');
      const since = view.row.querySelector('.since');
      setText(since, ago(Date.parse(node.since), now));
      setAttribute(since, 'title', node.since);
      set('.traffic', node.trafficShare === null ? '–' : `${(node.trafficShare * 100).toFixed(1)} %`);
      view.row.querySelector('meter').value = node.trafficShare ?? 0;
      set('.rate', perSecond(node.attemptsPerSecond));
      set('.in-flight', String(node.inFlight));
      set('.latency', milliseconds(node.latencyMilliseconds));
      const failure = view.row.querySelector('.failure');
      setText(failure, node.lastFailure ?? '');
      setAttribute(failure, 'title', node.lastFailure ?? '');
      this.draw(view);

      const cell = view.cell.firstElementChild;
      const label = `${shortName(node.address)}: ${stateText(node)}`;
      setText(cell, glyphs[node.state]);
      setAttribute(cell, 'title', label);
      setAttribute(cell, 'aria-label', label);
      cell.className = stateClass(node);
    }

    addNode(node) {
      const row = byId('node-template').content.cloneNode(true).querySelector('tr');
      row.dataset.address = node.address;
      row.querySelector('.address').textContent = shortName(node.address);
      const cell = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.addEventListener('click', () => this.show(node.address));
      cell.append(button);
      const view = { row, cell, history: [], node };
      this.nodes.set(node.address, view);
      return view;
    }

    draw(view) {
      const known = view.history.filter(value => value !== null);
      const highest = Math.max(1, ...known);
      const first = historyLength - view.history.length;
      // Seconds without a response are left out: the line continues to the next point.
      const points = view.history.flatMap((value, i) => value === null ? [] : [`${((first + i) * 120 / (historyLength - 1)).toFixed(1)},${(23 - value / highest * 22).toFixed(1)}`]);
      setAttribute(view.row.querySelector('polyline'), 'points', points.join(' '));
    }

    show(address) {
      this.find('.filter').value = '';
      this.find('.states').value = '';
      this.arrange();
      const { row } = this.nodes.get(address);
      row.scrollIntoView({ block: 'center' });
      row.focus();
    }

    sortBy(key) {
      this.sortSign = this.sortKey === key ? -this.sortSign : key === 'address' ? 1 : -1;
      this.sortKey = key;
      for (const button of this.section.querySelectorAll('thead button')) {
        const header = button.parentElement;
        if (button.dataset.sort === key) {
          header.setAttribute('aria-sort', this.sortSign > 0 ? 'ascending' : 'descending');
        } else {
          header.removeAttribute('aria-sort');
        }
      }

      this.arrange();
    }

    /** Shows the nodes that pass the filter, in order. Rows that are already in place are not touched, so that they keep focus and selection. */
    arrange() {
      const text = this.find('.filter').value.trim().toLowerCase();
      const state = this.find('.states').value;
      const passes = node => (state === '' || node.state === state || (state === 'demoted' && node.isDemoted))
        && [node.address, node.datacenter, node.rack, node.lastFailure].some(part => (part ?? '').toLowerCase().includes(text));
      const all = [...this.nodes.values()];
      const byAddress = (one, other) => addressOrder(one.node.address, other.node.address);
      const sorted = all.filter(view => passes(view.node)).sort((one, other) => {
        if (this.sortKey === 'address') return this.sortSign * byAddress(one, other);
        const a = sortValue(one.node, this.sortKey);
        const b = sortValue(other.node, this.sortKey);
        // Unknown values come last in both directions.
        if (a === null || b === null) return (a === null) - (b === null) || byAddress(one, other);
        return this.sortSign * (a - b) || byAddress(one, other);
      });
      this.place(this.find('tbody'), sorted.map(view => view.row));
      this.place(this.find('.map'), all.sort(byAddress).map(view => view.cell));
      setText(this.find('.shown'), sorted.length === all.length ? '' : `${sorted.length} of ${all.length} shown`);
    }

    place(parent, children) {
      const wanted = new Set(children);
      for (const child of [...parent.children]) {
        if (!wanted.has(child)) child.remove();
      }

      children.forEach((child, i) => {
        if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] ?? null);
      });
    }

    updateTransitions(transitions) {
      const newest = transitions.length === 0 ? '' : JSON.stringify(transitions[0]);
      if (newest === this.newestTransition) return;
      const known = this.newestTransition;
      this.newestTransition = newest;
      this.find('.transitions').replaceChildren(...transitions.map(transition => {
        const item = document.createElement('li');
        const time = create('time', '', new Date(transition.at).toLocaleTimeString());
        time.dateTime = transition.at;
        item.append(time, create('span', 'address', shortName(transition.address)), create('span', `state ${transition.to.toLowerCase()}`, `${transition.from} → ${transition.to}`));
        if (transition.reason !== null) item.append(create('span', 'reason', transition.reason));
        return item;
      }));
      if (known !== undefined) {
        const end = transitions.findIndex(transition => JSON.stringify(transition) === known);
        announce(transitions.slice(0, end < 0 ? transitions.length : end));
      }
    }
  }

  function announce(transitions) {
    const changes = transitions.slice(0, 3).map(transition => `${shortName(transition.address)} is ${transition.to === 'Probation' ? 'in probation' : transition.to.toLowerCase()}`);
    if (transitions.length > changes.length) changes.push(`${transitions.length - changes.length} more changes`);
    byId('announcements').textContent = changes.join('. ');
  }

  function update(status, isComplete) {
    const now = Date.parse(status.time);
    for (const name of [...views.keys()]) {
      if (!status.clusters.some(cluster => cluster.name === name)) {
        views.get(name).section.remove();
        views.delete(name);
      }
    }

    for (const cluster of status.clusters) {
      if (!views.has(cluster.name)) views.set(cluster.name, new ClusterView(cluster.name));
      views.get(cluster.name).update(cluster, now, isComplete);
    }

    connection('live', status.clusters.length === 0 ? 'Live: no cluster is registered' : 'Live');
    const nodes = status.clusters.flatMap(cluster => cluster.nodes);
    const down = nodes.filter(node => node.state === 'Down').length;
    const slow = nodes.filter(node => node.isDemoted && node.state !== 'Down').length;
    title([...(down > 0 ? [`${down} down`] : []), ...(slow > 0 ? [`${slow} slow`] : [])]);
  }

  function title(troubles) {
    document.title = troubles.length > 0 ? `(${troubles.join(', ')}) Alternator` : 'Alternator';
  }

  function connection(className, text) {
    const element = byId('connection');
    element.className = className;
    setText(element, text);
  }

  function connect() {
    const source = new EventSource(new URL('events', base));
    source.addEventListener('status', event => update(JSON.parse(event.data), true));
    source.addEventListener('sample', event => update(JSON.parse(event.data), false));
    source.addEventListener('error', () => {
      connection('lost', 'Connection lost: the data is outdated');
      title(['connection lost']);
      // The browser does not reconnect after a response that is not a stream, such as an error of a proxy.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
    });
  }

  connect();
})();
