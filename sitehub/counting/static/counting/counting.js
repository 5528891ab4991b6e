// Draws each chart of the page from the JSON beside it. The same numbers stand in a table.
(() => {
  const style = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

  function options(chart, text, line) {
    const axis = { ticks: { color: text }, grid: { color: line } };
    const numbers = { ...axis, beginAtZero: true, ticks: { color: text, precision: 0 } };
    return {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: chart.lying ? "y" : "x",
      scales: chart.lying ? { x: numbers, y: axis } : { x: axis, y: numbers },
      plugins: {
        legend: { display: chart.series.length > 1, labels: { color: text, usePointStyle: true } },
      },
    };
  }

  function draw(canvas) {
    const chart = JSON.parse(document.getElementById(`chart-${canvas.dataset.chart}`).textContent);
    const root = canvas.closest(".points");
    const colours = ["--points-first", "--points-second"].map((name) => style(root, name));
    const datasets = chart.series.map((one, number) => ({
      label: one.label,
      data: one.values,
      borderColor: colours[number],
      backgroundColor: colours[number],
      borderDash: one.dashed ? [6, 4] : [],
      pointStyle: one.dashed ? "rect" : "circle",
      pointRadius: 4,
    }));
    const text = style(root, "--w-color-text-context") || style(root, "color");
    const line = style(root, "--w-color-border-furniture") || "rgba(128, 128, 128, 0.3)";
    return new Chart(canvas, {
      type: chart.type,
      data: { labels: chart.labels, datasets },
      options: options(chart, text, line),
    });
  }

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const canvases = [...document.querySelectorAll("canvas[data-chart]")];
  let drawn = canvases.map(draw);
  // Light and dark change while the page is open.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    drawn.forEach((one) => one.destroy());
    drawn = canvases.map(draw);
  });
})();
