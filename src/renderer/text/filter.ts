export const FILTER_TEXT = {
  add: 'Add a filter',
  column: 'Column',
  comparison: 'Comparison',
  value: 'Value',
  apply: 'Filter',
  clear: 'Clear all',
  remove: (label: string) => `Remove the filter ${label}`,
  comparisons: {
    is: 'is',
    'is-not': 'is not',
    contains: 'contains',
    'at-least': '≥',
    'at-most': '≤',
    'is-empty': 'is empty',
    'is-not-empty': 'is not empty',
  },
} as const
