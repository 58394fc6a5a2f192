import 'htmx.org/dist/htmx.js';
import '../scripts/copy.js';
import '../scripts/failures.js';
import '../scripts/keys.js';
import '../scripts/live.js';
import '../scripts/marks.js';
import '../scripts/pickers.js';
