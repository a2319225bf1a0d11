-- Reports that come by themselves, and the mail that carries them.
select 1;
