// A page that says something before it lets anybody go on.

alert("Bitte beachten Sie unsere geänderten Öffnungszeiten.");
