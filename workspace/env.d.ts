/// <reference types="vite/client" />

/** True in builds made for the browser tests (`BATON_TEST_BUILD=1`): only there `window.modeler` exists. */
declare const __TEST_BUILD__: boolean
