"""``make golden``: keep today's results on purpose. A test never does this by itself."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from golden import FILE, run

FILE.write_text(json.dumps(run(), indent=1) + "\n", encoding="utf-8")
print(f"{FILE} is refreshed; say in the commit and in CHANGELOG.md why the numbers moved")
