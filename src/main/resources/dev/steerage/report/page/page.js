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

  function drawing(plotly) {
    return {
      newPlot: (target, data, layout) => {
        titled(layout.xaxis);
        titled(layout.yaxis);
        merge(layout, colors(dark.matches));
        merge(layout, {
          font: { family: "system-ui, sans-serif", size: 13 },
          margin: { l: 64, r: 16, t: 34, b: 48 },
          xaxis: { automargin: true },
          yaxis: { automargin: true },
          legend: { orientation: "h", yref: "container", y: 0, yanchor: "bottom", x: 0 },
          showlegend: data.filter(trace => trace.showlegend !== false).length > 1
        });
        data.forEach(trace => merge(layout, trace.meta && trace.meta.layout));
        return plotly.newPlot(target, data, layout, {
          responsive: true,
          displaylogo: false,
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

  // one after the other, so that the page can be read and used meanwhile
  function drawAll(plot, ids) {
    if (ids.length === 0) {
      document.body.dataset.ready = "yes";
      status.textContent = "";
      return;
    }
    figures[ids[0]](plot);
    setTimeout(() => drawAll(plot, ids.slice(1)), 0);
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
    drawAll(drawing(window.Plotly), Object.keys(figures));
    dark.addEventListener("change", () => recolor(dark.matches));
    addEventListener("beforeprint", () => recolor(false));
    addEventListener("afterprint", () => recolor(dark.matches));
  }

  start();
})();
