import '../scripts/docs.js';
