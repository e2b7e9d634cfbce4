// What the choices of an overlay are called.
export const TOPOLOGY = { FULL_MESH: 'Full mesh', HUB_AND_SPOKE: 'Hub and spoke' };

export const ENCRYPTION = {
  REQUIRED: 'All paths',
  REQUIRED_ON_PUBLIC: 'Public paths',
  OFF: 'Off',
};

export const TRANSPORTS = [
  'internet',
  'broadband',
  'fiber',
  'cable',
  'dsl',
  'lte',
  '5g',
  'satellite',
  'mpls',
  'metro-ethernet',
  'leased-line',
];
