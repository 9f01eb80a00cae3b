// The browser's half, as small as it can be: all it does is to send queries to the backend. Grafana loads AMD modules.
/* global define */
define(['@grafana/data', '@grafana/runtime'], function (data, runtime) {
  return { plugin: new data.DataSourcePlugin(runtime.DataSourceWithBackend) };
});
