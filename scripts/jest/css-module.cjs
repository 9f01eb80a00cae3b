// CSS modules in CommonJS tests: every class name is its own key.
module.exports = {
  __esModule: true,
  default: new Proxy({}, { get: (_target, key) => String(key) }),
};
