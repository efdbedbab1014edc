/** Nothing comes from elsewhere, nothing is framed; what is shown is only what we serve. */
export const securityHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
      'object-src': ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
  // Without a referrer at all, browsers hide where a form of ours was sent from: `Origin: null`.
  referrerPolicy: { policy: 'same-origin' },
} as const
