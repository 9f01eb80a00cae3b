// Icons are fetched by react-inlinesvg in a browser; in tests they are their own name (after create-plugin's mock).
const { createElement } = require('react');

module.exports = {
  __esModule: true,
  default: ({ innerRef, cacheRequests: _cacheRequests, preProcessor: _preProcessor, src, ...rest }) =>
    createElement('svg', { ref: innerRef, 'data-src': src, ...rest }),
};
