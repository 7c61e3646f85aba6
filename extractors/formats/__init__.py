"""What holds articles without being a page or a text: mails, saved pages, PDF files, crawlers' records and archives."""
