import globals from 'globals';

const noMarkup = 'Data reaches the page as text only: use dom.js.';

export default [
  {
    files: ['**/*.js'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-undef': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'prefer-const': 'error',
      'no-var': 'error',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'document', property: 'write', message: noMarkup },
        { object: 'document', property: 'writeln', message: noMarkup },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]", message: noMarkup },
        { selector: "CallExpression[callee.property.name='createContextualFragment']", message: noMarkup },
      ],
      'max-lines': ['error', { max: 400 }],
    },
  },
];
