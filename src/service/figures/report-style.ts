/** How a report looks: on a screen, light or dark, and on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --page: #fff; --text: #17242b; --dimmed: #51636d; --line: #dae1e5; --head: #f4f7f8; }
@media (prefers-color-scheme: dark) { :root { --page: #10171b; --text: #e6edf0; --dimmed: #a5b5bd; --line: #2b3941; --head: #172127; } }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 4rem; background: var(--page); color: var(--text); font: 0.9375rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.125rem; }
header p, figcaption { color: var(--dimmed); }
figure { margin: 0; }
figure svg { display: block; width: 100%; max-width: 60rem; height: auto; border: 1px solid var(--line); border-radius: 4px; }
figcaption { max-width: 60rem; margin-top: 0.5rem; font-size: 0.8125rem; }
figcaption p { margin: 0.15rem 0; }
p { max-width: 60rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; white-space: nowrap; }
thead th { background: var(--head); }
tbody th { font-weight: 500; color: var(--dimmed); }
.number { text-align: right; }
.none { color: var(--dimmed); }
@media print { body { max-width: none; padding: 0; font-size: 9pt; } section { break-inside: auto; } h2 { break-after: avoid; } figure { break-inside: avoid; } table { font-size: 6.5pt; } th, td { padding: 1pt 4pt; } }
`
