// What vega-interpreter asks of vega-util, out of the Vega that is loaded before it.
export const { ascending, isString, DisallowedObjectProperties } = globalThis.vega;
