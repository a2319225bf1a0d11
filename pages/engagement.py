import streamlit as st

st.title("engagement")
