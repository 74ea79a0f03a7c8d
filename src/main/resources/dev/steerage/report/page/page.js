"use strict";
(function () {
  const figures = {};
/*FIGURES*/
  const status = document.getElementById("status");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // Sections

  const nav = document.querySelector("nav");
  document.querySelectorAll("main > section[id]").forEach(section => {
    const link = document.createElement("a");
    link.href = "#" + section.id;
    link.textContent = section.querySelector("h2").textContent;
    nav.append(link);
  });

  // Tables: sorted by a column's first number, or as text where a cell has none

  function number(text) {
    const found = /^<?\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/i.exec(text);
    // "<0.001" stands below every number that is printed
    return found ? (text.startsWith("<") ? 0 : parseFloat(found[0])) : null;
  }

  function sort(table, column, header) {
    const descending = header.getAttribute("aria-sort") === "ascending";
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).map(row => {
      const text = row.cells[column].textContent;
      return { row, text, number: number(text) };
    });
    const numeric = rows.every(r => r.text === "" || r.number !== null);
    rows.sort((a, b) => {
      // empty cells stay last
      if ((a.text === "") !== (b.text === "")) return a.text === "" ? 1 : -1;
      const order = numeric ? a.number - b.number : a.text.localeCompare(b.text, "en", { numeric: true });
      return descending ? -order : order;
    });
    table.querySelectorAll("th").forEach(th => th.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    rows.forEach(r => body.append(r.row));
  }

  // tab-separated, as a spreadsheet takes it; an apostrophe keeps it from reading a formula
  function tabbed(table) {
    return Array.from(table.rows, row => Array.from(row.cells, cell => {
      const text = cell.textContent.replace(/\s+/g, " ");
      return /^[=@]/.test(text) || /^[+-]/.test(text) && number(text) === null ? "'" + text : text;
    }).join("\t")).join("\n");
  }

  function copy(text) {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    // the Clipboard API is closed to pages from the disk in some browsers
    const done = document.execCommand("copy");
    area.remove();
    status.textContent = done ? "copied, tab-separated" : "this browser does not let the page copy; select the table instead";
    return done;
  }

  document.querySelectorAll("table").forEach(table => {
    Array.from(table.tHead.rows[0].cells).forEach((header, column) =>
      header.querySelector("button").addEventListener("click", () => sort(table, column, header)));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy table";
    button.addEventListener("click", () => {
      if (copy(tabbed(table))) {
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy table"; }, 1500);
      }
      button.focus();
    });
    table.parentElement.after(button);
  });

  // Pairs: prompts and continuations by behavior and id

  const textsElement = document.getElementById("texts");
  const data = textsElement ? JSON.parse(textsElement.textContent) : { pairs: {}, cells: [], texts: [] };
  const pairs = new Map(Object.entries(data.pairs).map(([behavior, all]) =>
    [behavior, new Map(all.map(pair => [pair.id, pair]))]));

  function pairOf(behavior, id) {
    return pairs.has(behavior) ? pairs.get(behavior).get(id) : undefined;
  }

  // Browser of pairs

  function choice(place, label, names, chosen, change) {
    const wrap = document.createElement("label");
    wrap.append(label + " ");
    const select = document.createElement("select");
    names.forEach((name, i) => select.add(new Option(name, i, false, i === chosen)));
    select.addEventListener("change", change);
    wrap.append(select);
    place.append(wrap);
    return select;
  }

  function logprobs(cell) {
    const bytes = Uint8Array.from(atob(cell.logprobs), c => c.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true) / 1000);
  }

  function signed(value) {
    return (value > 0 ? "+" : value < 0 ? "\u2212" : "") + Math.abs(value).toFixed(3);
  }

  function paragraph(text, from, before, after) {
    const block = document.createElement("div");
    const heading = document.createElement("h4");
    const words = document.createElement("p");
    words.className = "tokens";
    words.dir = "auto";
    let sum = 0;
    text.pieces.forEach((piece, i) => {
      const change = after[from + i] - before[from + i];
      sum += change;
      const token = document.createElement("span");
      token.textContent = piece;
      token.title = signed(before[from + i]) + " \u2192 " + signed(after[from + i]) + " (" + signed(change) + " nats)";
      const strength = Math.min(1, Math.abs(change)) * 0.6;
      token.style.backgroundColor = change > 0 ? "rgba(0,114,178," + strength + ")" : "rgba(213,94,0," + strength + ")";
      if (Math.abs(change) >= 0.1) token.className = change > 0 ? "up" : "down";
      words.append(token);
    });
    heading.textContent = text.pole + ": " + signed(sum) + " nats, " + signed(sum / text.pieces.length) + " nats/token";
    block.append(heading, words);
    return block;
  }

  function asked(pair) {
    const block = document.createElement("dl");
    block.className = "prompt";
    [["system prompt", pair.system], ["prompt", pair.prompt]].forEach(([name, text]) => {
      if (text === undefined) return;
      const term = document.createElement("dt");
      const words = document.createElement("dd");
      term.textContent = name;
      words.textContent = text;
      words.dir = "auto";
      block.append(term, words);
    });
    return block;
  }

  function browse() {
    const section = document.getElementById("pairs");
    const choices = section.querySelector(".choices");
    const shown = section.querySelector(".texts");
    const behaviors = Array.from(new Set(data.cells.map(cell => cell.behavior)));

    function behaviorChosen() {
      const cells = data.cells.filter(cell => cell.behavior === behaviors[behavior.value]);
      const names = cells.map(cell => cell.name);
      rest.replaceChildren();
      const first = choice(rest, "from", names, 0, show);
      const second = choice(rest, "to", names, names.length > 1 ? 1 : 0, show);
      const ids = Array.from(new Set(data.texts[cells[0].texts].map(text => text.pair)));
      const pair = choice(rest, "pair", ids, 0, show);

      function show() {
        const before = cells[first.value];
        const after = cells[second.value];
        shown.replaceChildren();
        const chosen = pairOf(behaviors[behavior.value], ids[pair.value]);
        if (chosen) shown.append(asked(chosen));
        if (before.texts !== after.texts) {
          shown.append("These two conditions have other tokens, so that logprobs do not go together one by one.");
          return;
        }
        const values = [logprobs(before), logprobs(after)];
        let from = 0;
        data.texts[before.texts].forEach(text => {
          if (text.pair === ids[pair.value]) shown.append(paragraph(text, from, values[0], values[1]));
          from += text.pieces.length;
        });
      }
      show();
    }

    const behavior = choice(choices, "behavior", behaviors, 0, behaviorChosen);
    const rest = document.createElement("span");
    choices.append(rest);
    behaviorChosen();
  }

  if (data.cells.length > 0) browse();

  // Figures

  function merge(into, from) {
    Object.keys(from || {}).forEach(key => {
      const value = from[key];
      if (value && typeof value === "object" && !Array.isArray(value)) {
        into[key] = merge(into[key] && typeof into[key] === "object" ? into[key] : {}, value);
      } else {
        into[key] = value;
      }
    });
    return into;
  }

  function colors(isDark) {
    const ink = isDark ? "#e8e8e6" : "#1b1b1b";
    const grid = isDark ? "#3b3d40" : "#e2e2e2";
    const axis = { gridcolor: grid, zerolinecolor: isDark ? "#8a8c90" : "#8a8a8a", linecolor: grid };
    return {
      font: { color: ink },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      modebar: { bgcolor: "rgba(0,0,0,0)", color: isDark ? "#8a8c90" : "#8a8a8a", activecolor: ink },
      hoverlabel: { bgcolor: isDark ? "#303235" : "#ffffff", font: { color: ink } },
      xaxis: axis,
      yaxis: axis
    };
  }

  // plotly.js takes titles as objects, Tablesaw gives them as strings
  function titled(axis) {
    if (axis && typeof axis.title === "string") axis.title = { text: axis.title };
  }

  // lines that plotly.js shows as they are; each is isolated, so that none turns the direction of another
  function plotted(text) {
    const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    return "\u2068" + escaped + "\u2069";
  }

  // at most three lines, broken at blanks where there are some
  function wrapped(name, text) {
    const words = (name + ": " + text.replace(/\s+/g, " ").trim());
    const lines = words.match(/.{1,64}(?:\s|$)|.{1,64}/gsu) || [];
    const shown = lines.slice(0, 3).map(line => plotted(line.trim()));
    if (lines.length > 3) shown[2] += " \u2026";
    return shown.join("<br>");
  }

  // points that are pairs show the pair's texts
  function named(trace) {
    const behavior = trace.meta && trace.meta.behavior;
    if (behavior === undefined || !trace.customdata) return;
    trace.hoverlabel = { align: "left" };
    trace.text = trace.text.map((words, i) => {
      const id = trace.customdata[i];
      const pair = pairOf(behavior, id);
      const head = plotted(id) + ": " + words;
      return pair
        ? [head, wrapped("prompt", pair.prompt), wrapped("positive", pair.positive), wrapped("negative", pair.negative)].join("<br>")
        : head;
    });
  }

  function drawing(plotly) {
    return {
      newPlot: (target, data, layout) => {
        titled(layout.xaxis);
        titled(layout.yaxis);
        merge(layout, colors(dark.matches));
        merge(layout, {
          font: { family: "system-ui, sans-serif", size: innerWidth < 600 ? 11 : 13 },
          margin: { l: 64, r: 16, t: 34, b: 48 },
          xaxis: { automargin: true },
          yaxis: { automargin: true },
          legend: { orientation: "h", yref: "container", y: 0, yanchor: "bottom", x: 0 },
          showlegend: data.filter(trace => trace.showlegend !== false).length > 1
        });
        data.forEach(trace => merge(layout, trace.meta && trace.meta.layout));
        data.forEach(named);
        return plotly.newPlot(target, data, layout, {
          responsive: true,
          displaylogo: false,
          // a name with two dollar signs is no formula
          typesetMath: false,
          // named one by one: others would send data to a server
          modeBarButtons: [["toImage", "zoom2d", "pan2d", "resetScale2d"]]
        });
      }
    };
  }

  function recolor(isDark) {
    const layout = colors(isDark);
    const flat = {};
    Object.keys(layout).forEach(key => {
      if (typeof layout[key] === "string") flat[key] = layout[key];
      else Object.keys(layout[key]).forEach(inner => {
        const value = layout[key][inner];
        if (typeof value === "string") flat[key + "." + inner] = value;
        else Object.keys(value).forEach(last => { flat[key + "." + inner + "." + last] = value[last]; });
      });
    });
    document.querySelectorAll(".plot.js-plotly-plot").forEach(div => window.Plotly.relayout(div, flat));
  }

  // what is near the window at once, the rest while the browser has nothing else to do
  const waiting = new Set();
  const whenIdle = window.requestIdleCallback || (next => setTimeout(next, 0));

  function draw(plot, id) {
    if (waiting.delete(id)) figures[id](plot);
  }

  function drawNext(plot) {
    const [id] = waiting;
    if (id === undefined) {
      document.body.dataset.ready = "yes";
      performance.mark("drawn");
      status.textContent = "";
      return;
    }
    draw(plot, id);
    whenIdle(() => drawNext(plot));
  }

  function drawAll(plot) {
    Object.keys(figures).forEach(id => waiting.add(id));
    const observer = new IntersectionObserver(seen => {
      seen.filter(entry => entry.isIntersecting).forEach(entry => {
        observer.unobserve(entry.target);
        draw(plot, entry.target.id);
      });
      // the first call is about every figure
      performance.mark("opened");
    }, { rootMargin: "400px" });
    waiting.forEach(id => observer.observe(document.getElementById(id)));
    whenIdle(() => drawNext(plot));
  }

  async function start() {
    const compressed = document.getElementById("plotly").textContent;
    if (!window.DecompressionStream) {
      status.textContent = "This browser is too old for the figures (it has no DecompressionStream); the tables are complete, and figures/ has figures as SVG.";
      return;
    }
    status.textContent = "drawing figures…";
    const bytes = Uint8Array.from(atob(compressed), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
    script.remove();
    const plot = drawing(window.Plotly);
    drawAll(plot);
    dark.addEventListener("change", () => recolor(dark.matches));
    addEventListener("beforeprint", () => {
      Array.from(waiting).forEach(id => draw(plot, id));
      recolor(false);
    });
    addEventListener("afterprint", () => recolor(dark.matches));
  }

  start();
})();
